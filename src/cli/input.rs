//! What a subcommand is given to read: files, pipes and standard input, bounded.

use super::failure::Failure;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use zeroize::Zeroizing;

/// Reads at most `limit` bytes from a file, from a pipe that a shell names like one, or, for `-`, from standard input.
pub(super) fn read(path: &Path, limit: usize) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if path == Path::new("-") {
        return read_all(io::stdin().lock(), "Standard input", limit);
    }
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| Failure::Refused(format!("{name} could not be read: {error}.")))?;
    read_all(file, &name, limit)
}

/// Reads all of something that is called `name`.
pub(super) fn read_all(input: impl Read, name: &str, limit: usize) -> Result<Zeroizing<Vec<u8>>, Failure> {
    // With room for the greatest secret, so that none is left behind where the buffer was before it grew.
    let mut octets = Zeroizing::new(Vec::with_capacity(limit.min(1 << 13) + 1));
    let read = input.take(limit as u64 + 1).read_to_end(&mut octets);
    read.map_err(|error| Failure::Refused(format!("{name} could not be read: {error}.")))?;
    match octets.len() > limit {
        true => Err(Failure::Refused(format!("{name} is too long: expected at most {limit} bytes."))),
        false => Ok(octets),
    }
}

/// The text of a secret, without the one line end behind it.
pub(super) fn secret<'a>(octets: &'a [u8], name: &str) -> Result<&'a str, Failure> {
    let text =
        std::str::from_utf8(octets).map_err(|_| Failure::Refused(format!("{name} is no text: expected UTF-8.")))?;
    let text = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    match text {
        "" => Err(Failure::Refused(format!("{name} is empty."))),
        text => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_no_part_of_a_secret() {
        for content in ["correct horse", "correct horse\n", "correct horse\r\n"] {
            assert_eq!(secret(content.as_bytes(), "p").unwrap(), "correct horse");
        }
        assert_eq!(secret(b" a \n\n", "p").unwrap(), " a \n");
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        for (content, why) in [(&b""[..], "p is empty."), (b"\n", "p is empty."), (b"\xff", "p is no text")] {
            let Err(Failure::Refused(words)) = secret(content, "p") else { panic!("expected a refusal") };
            assert!(words.starts_with(why), "{words}");
        }
    }

    #[test]
    fn no_more_is_read_than_the_limit() {
        assert_eq!(read_all(&[1; 10][..], "p", 10).unwrap().len(), 10);
        assert!(read_all(io::repeat(1), "p", 10).is_err());
    }
}
