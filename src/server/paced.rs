//! A stream whose other end must read.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// How much the other end must take within the limit.
const STEP: usize = 64 << 10;

/// A stream that fails when what is written does not get away: less than 64 KiB within a time, while more waits.
pub struct Paced<S> {
    stream: S,
    limit: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    /// Since it waits.
    written: usize,
}

impl<S> Paced<S> {
    pub fn new(stream: S, limit: Duration) -> Self {
        Self { stream, limit, waiting: None, written: 0 }
    }

    fn paced(&mut self, cx: &mut Context<'_>, polled: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match polled {
            Poll::Ready(Ok(count)) => {
                self.written += count;
                if self.written >= STEP {
                    self.waiting = None;
                }
                polled
            }
            Poll::Ready(Err(_)) => polled,
            Poll::Pending => {
                if self.waiting.is_none() {
                    self.written = 0;
                }
                let limit = self.limit;
                let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(limit)));
                waiting.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.paced(cx, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.paced(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(cx);
        if polled.is_ready() {
            // Nothing waits any more.
            self.waiting = None;
        }
        polled
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    fn run(future: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future);
    }

    #[test]
    fn whoever_does_not_read_is_left() {
        run(async {
            let (near, far) = duplex(1024);
            let mut paced = Paced::new(near, Duration::from_millis(20));
            let error = paced.write_all(&[0; 2048]).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            drop(far);
        });
    }

    #[test]
    fn whoever_reads_gets_everything() {
        run(async {
            let (near, mut far) = duplex(1024);
            let mut paced = Paced::new(near, Duration::from_secs(600));
            let content = vec![7; 3 * STEP];
            let mut read = Vec::new();
            let write = async {
                paced.write_all(&content).await.unwrap();
                paced.flush().await.unwrap();
                paced.shutdown().await.unwrap();
            };
            let ((), count) = tokio::join!(write, far.read_to_end(&mut read));
            assert_eq!((count.unwrap(), &read), (content.len(), &content));
        });
    }

    #[test]
    fn a_trickle_is_not_enough() {
        run(async {
            let (near, mut far) = duplex(1024);
            let mut paced = Paced::new(near, Duration::from_millis(50));
            let trickle = async {
                let mut byte = [0];
                while far.read_exact(&mut byte).await.is_ok() {
                    sleep(Duration::from_millis(1)).await;
                }
            };
            let written = async {
                let error = paced.write_all(&[0; STEP]).await.unwrap_err();
                drop(paced);
                error.kind()
            };
            let ((), kind) = tokio::join!(trickle, written);
            assert_eq!(kind, io::ErrorKind::TimedOut);
        });
    }
}
