//! The request, as it is given.

use crate::cli::failure::Failure;
use crate::cli::input;
use std::path::Path;

/// Greatest request, in bytes: the longest chain that can be imported, 2 MiB, in base64, with room around it.
const LARGEST: usize = 4 << 20;

/// The JSON that is given as itself, as `@FILE`, or as `-`; no member when nothing is given.
pub(super) fn read(given: Option<&str>) -> Result<Vec<u8>, Failure> {
    let path = match given {
        None => return Ok(b"{}".to_vec()),
        Some("-") => "-",
        Some(text) => match text.strip_prefix('@') {
            Some("") => return Err(Failure::Usage("Expected a file name behind @.".into())),
            Some(path) => path,
            None => return Ok(text.into()),
        },
    };
    Ok(input::read(Path::new(path), LARGEST)?.to_vec())
}
