//! The lines of a file, read in order without ever holding more than one and a bit in memory.

use std::io;

use super::line::LINE_LIMIT;
use crate::workspace::Storage;

const CHUNK: usize = 16 << 10;

/// Reads lines from some offset to the end of the file.
pub(super) struct Lines<'a> {
    storage: &'a dyn Storage,
    /// What was read and not yet given out, after `start`.
    buffer: Vec<u8>,
    start: usize,
    /// Where in the file `buffer[start]` lies.
    offset: u64,
}

/// A line as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawLine<'a> {
    /// Where it begins.
    pub offset: u64,
    /// Its bytes, without the line feed. Of a line that is too long, only the beginning.
    pub text: &'a [u8],
    /// Where the next line begins.
    pub end: u64,
    /// Whether a line feed ends it and it is no longer than a line may be.
    pub is_whole: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(storage: &'a dyn Storage, offset: u64) -> Self {
        Self { storage, buffer: Vec::new(), start: 0, offset }
    }

    /// The next line, or nothing at the end of the file.
    pub(super) fn next(&mut self) -> io::Result<Option<RawLine<'_>>> {
        let mut searched = 0;
        let length = loop {
            let rest = &self.buffer[self.start..];
            if let Some(found) = rest[searched..].iter().position(|byte| *byte == b'\n') {
                break Some(searched + found);
            }
            searched = rest.len();
            if searched > LINE_LIMIT || !self.fill()? {
                break None;
            }
        };
        let offset = self.offset;
        let text_start = self.start;
        let text_end = match length {
            Some(length) => self.start + length,
            None => self.buffer.len(),
        };
        if text_start == text_end && length.is_none() {
            return Ok(None);
        }
        let too_long = length.is_none() && text_end - text_start > LINE_LIMIT;
        let consumed = text_end - text_start + usize::from(length.is_some());
        self.start += consumed;
        self.offset += consumed as u64;
        if too_long {
            // Another buffer passes over the rest, so that the beginning stays.
            self.offset = Self::end_of_line(self.storage, self.offset)?;
            self.start = self.buffer.len();
        }
        let text = &self.buffer[text_start..text_end];
        Ok(Some(RawLine { offset, text, end: self.offset, is_whole: length.is_some() && text.len() <= LINE_LIMIT }))
    }

    /// Reads another chunk behind what is there; false at the end of the file.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let filled = self.buffer.len();
        self.buffer.resize(filled + CHUNK, 0);
        let read = loop {
            match self.storage.read_at(&mut self.buffer[filled..], self.offset + filled as u64) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        self.buffer.truncate(filled + read.as_ref().copied().unwrap_or(0));
        Ok(read? > 0)
    }

    fn end_of_line(storage: &dyn Storage, mut offset: u64) -> io::Result<u64> {
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = storage.read_at(&mut chunk, offset)?;
            if read == 0 {
                return Ok(offset);
            }
            if let Some(found) = chunk[..read].iter().position(|byte| *byte == b'\n') {
                return Ok(offset + found as u64 + 1);
            }
            offset += read as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::testing::RecordingStorage;

    fn read(bytes: &[u8], from: u64) -> Vec<(u64, usize, u64, bool)> {
        let storage = RecordingStorage::holding(bytes.to_vec());
        let mut lines = Lines::new(&storage, from);
        let mut read = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            assert_eq!(line.text, &bytes[line.offset as usize..][..line.text.len()]);
            read.push((line.offset, line.text.len(), line.end, line.is_whole));
        }
        read
    }

    #[test]
    fn lines_have_their_places() {
        assert_eq!(read(b"", 0), []);
        assert_eq!(read(b"ab\n\ncd", 0), [(0, 2, 3, true), (3, 0, 4, true), (4, 2, 6, false)]);
        assert_eq!(read(b"ab\ncd\n", 3), [(3, 2, 6, true)]);
    }

    #[test]
    fn a_line_too_long_is_passed_over() {
        let mut bytes = vec![b'x'; LINE_LIMIT + 3 * CHUNK];
        bytes.extend_from_slice(b"\nshort\n");
        let read = read(&bytes, 0);
        assert_eq!(read.len(), 2);
        assert!(!read[0].3);
        assert_eq!(read[1], (bytes.len() as u64 - 6, 5, bytes.len() as u64, true));
    }

    #[test]
    fn long_lines_cross_chunks() {
        let mut bytes = Vec::new();
        for length in [CHUNK - 1, CHUNK, CHUNK + 1, 5, LINE_LIMIT] {
            bytes.extend(std::iter::repeat_n(b'y', length));
            bytes.push(b'\n');
        }
        let lengths: Vec<usize> = read(&bytes, 0).iter().map(|line| line.1).collect();
        assert_eq!(lengths, [CHUNK - 1, CHUNK, CHUNK + 1, 5, LINE_LIMIT]);
    }
}
