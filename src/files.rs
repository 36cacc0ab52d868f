//! Bounded reading and atomic saving of the files that a person opens and exports.
