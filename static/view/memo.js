/** @import { Component, ComponentChildren, ComponentType } from "preact" */
import { h } from "preact";

/**
 * A component that is drawn again only when one of its props is another value, so that a long
 * conversation costs nothing while its last answer grows.
 * @template {object} P
 * @param {(props: P) => ComponentChildren} draw
 * @returns {ComponentType<P>}
 */
export function memo(draw) {
  /**
   * @this {Component<P>}
   * @param {P} props
   */
  function Memo(props) {
    this.shouldComponentUpdate = (/** @type {Readonly<P>} */ next) => differ(this.props, next);
    return h(draw, props);
  }
  return Memo;
}

/**
 * @param {object} one
 * @param {object} other
 */
function differ(one, other) {
  const [mine, theirs] = [Object.entries(one), Object.entries(other)];
  return mine.length !== theirs.length ||
    mine.some(([key, value], at) => theirs[at][0] !== key || theirs[at][1] !== value);
}
