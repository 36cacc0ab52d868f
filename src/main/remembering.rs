//! Writing down what the next window starts from, off the drawing thread: a disk may take its time.

use canopy::files::{self, Privacy};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

/// The thread that writes the file. What is still to be written when it is dropped is written first.
#[derive(Debug)]
pub struct Writer {
    texts: Option<Sender<String>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Writes to `path`, whose folder is made when it is not there.
    pub fn new(path: PathBuf) -> Self {
        let (texts, received) = channel::<String>();
        let work = move || {
            while let Ok(text) = received.recv() {
                // Only the newest counts.
                let text = received.try_iter().last().unwrap_or(text);
                // A home folder that takes no writes loses the sizes of panels, nothing more.
                if let Some(folder) = path.parent() {
                    let _ = std::fs::create_dir_all(folder);
                }
                let _ = files::save(&path, text.as_bytes(), Privacy::Private);
            }
        };
        let thread = std::thread::Builder::new().name("remembering".into()).spawn(work).ok();
        Self { texts: Some(texts), thread }
    }

    /// Writes this next.
    pub fn write(&self, text: String) {
        // Without its thread nothing is remembered, and nothing else is lost.
        let _ = self.texts.as_ref().map(|texts| texts.send(text));
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.texts.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

    use super::Writer;

    #[test]
    fn the_newest_is_there_once_the_window_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/window.ron");
        let writer = Writer::new(path.clone());
        for text in ["a", "b", "c"] {
            writer.write(text.into());
        }
        drop(writer);
        assert_eq!(std::fs::read_to_string(path).unwrap(), "c");
    }
}
