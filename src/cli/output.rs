//! Standard output for results, standard error for words.

use super::failure::Failure;
use crate::x509::inspect::display;
use std::io::{self, BufWriter, ErrorKind, Write};

/// Writes a result to standard output, as `write` makes it.
///
/// # Errors
/// When nobody reads any more, or what it leads to is full.
pub(super) fn write(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::PipeClosed,
        _ => Failure::Refused(format!("Standard output could not be written: {error}.")),
    })
}

/// Says something for programs to read beside the result.
pub(super) fn say_plainly(text: &str) {
    // Where standard error is closed there is nobody left to tell.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Says something beside the result. What a name of a file or a certificate may hide in it is shown escaped.
pub(super) fn say(words: &str) {
    let lines: Vec<_> = words.lines().map(display::safe).collect();
    say_plainly(&format!("canopy: {}", lines.join("\n")));
}
