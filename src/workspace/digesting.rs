//! SHA-256 of what is too long to be held as a whole.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

use super::Sha256Digest;

/// A writer or a reader that digests what passes through it.
#[derive(Debug)]
pub struct Digesting<T> {
    inner: T,
    hash: Sha256,
}

impl<T> Digesting<T> {
    /// Nothing has passed yet.
    pub fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    /// The digest of all that has passed.
    pub fn digest(&self) -> Sha256Digest {
        <[u8; 32]>::from(self.hash.clone().finalize()).into()
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.hash.update(&bytes[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes and gives two bytes at a time.
    struct Two(Vec<u8>);

    impl Write for Two {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(&bytes[..bytes.len().min(2)])
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_passes_in_parts_has_the_digest_of_the_whole() {
        let whole = b"report";
        let mut writer = Digesting::new(Two(Vec::new()));
        writer.write_all(whole).unwrap();
        assert_eq!((writer.inner.0.as_slice(), writer.digest()), (&whole[..], Sha256Digest::of(whole)));
        let mut reader = Digesting::new(whole.as_slice());
        reader.read_exact(&mut [0; 3]).unwrap();
        assert_eq!(reader.digest(), Sha256Digest::of(b"rep"));
        reader.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!(reader.digest(), Sha256Digest::of(whole));
    }
}
