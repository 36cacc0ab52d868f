//! Bounded reading and atomic saving of the files that a person opens and exports, and safe names
//! for them.

mod error;
mod name;
mod read;
mod save;

pub use error::FileError;
pub use name::file_name;
pub use read::{open, read_bounded};
pub use save::{Privacy, copy, save, save_with};
