//! The state of a workspace, the events that change it, and the RON file they are appended to.
