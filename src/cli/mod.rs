//! The command line: what can be done with a workspace without a window.
