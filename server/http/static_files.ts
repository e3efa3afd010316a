/** Every file of the page, and every module it loads: the only things that are served. */
