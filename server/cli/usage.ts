/** What `parley --help` says. */
export const USAGE = `Parley: a chat with your own Ollama.

Usage: parley [command] [options]

Commands:
  serve      Serve the chat page (the default)
  verify     Check every hop from here to a whole answer; --json for programs
  health     Exit 0 if the server that is configured here is healthy, else 1
  backup     Copy all conversations, also of a running server: parley backup FILE
  check      Look through the database, or through a backup: parley check [FILE];
             --json for programs

Options:
  -h, --help      Show this
  -V, --version   Show the version and the commit

Parley is configured by environment variables, or by a file named .env in the
working directory. The most useful ones, with their defaults:
  HOST=127.0.0.1  PORT=8000  OLLAMA_HOST=http://127.0.0.1:11434  OLLAMA_MODEL=
  DATA_DIR=./data  DEMO=0`;
