//! A body as one piece, however small the pieces are in which it comes: each that is kept as it came costs more than a
//! byte has.

use axum::body::{Body, HttpBody as _};
use http_body_util::BodyExt as _;

/// Why a body is not here whole.
#[derive(Debug, PartialEq, Eq)]
pub enum Ungathered {
    /// It is longer than it may be.
    TooLong,
    /// It was cut off, or is not written as HTTP has it.
    CutOff,
}

/// Reads a body of at most so many bytes.
pub async fn gather(mut body: Body, most: usize) -> Result<Vec<u8>, Ungathered> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > most {
        return Err(Ungathered::TooLong);
    }
    let mut bytes = Vec::with_capacity(announced);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Ungathered::CutOff)?;
        let Some(piece) = frame.data_ref() else { continue };
        if piece.len() > most - bytes.len() {
            return Err(Ungathered::TooLong);
        }
        bytes.extend_from_slice(piece);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use hyper::body::Frame;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    /// A body in pieces of one byte, which knows nothing of its length.
    struct Trickle {
        left: usize,
        /// Those that are held.
        pieces: Arc<()>,
    }

    struct Piece(#[expect(dead_code, reason = "it is counted")] Arc<()>);

    impl AsRef<[u8]> for Piece {
        fn as_ref(&self) -> &[u8] {
            b"x"
        }
    }

    impl hyper::body::Body for Trickle {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            assert_eq!(Arc::strong_count(&self.pieces), 1, "the piece before is still held");
            let Some(left) = self.left.checked_sub(1) else { return Poll::Ready(None) };
            self.left = left;
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_owner(Piece(self.pieces.clone()))))))
        }
    }

    fn trickle(left: usize) -> Body {
        Body::new(Trickle { left, pieces: Arc::default() })
    }

    fn gathered(body: Body, most: usize) -> Result<Vec<u8>, Ungathered> {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(gather(body, most))
    }

    #[test]
    fn a_body_is_taken_up_to_its_limit_and_no_piece_is_kept() {
        for length in [0, 1, 9, 10] {
            assert_eq!(gathered(trickle(length), 10).unwrap(), vec![b'x'; length]);
            assert_eq!(gathered(Body::from(vec![b'y'; length]), 10).unwrap(), vec![b'y'; length]);
        }
        assert_eq!(gathered(trickle(11), 10), Err(Ungathered::TooLong));
        assert_eq!(gathered(Body::from(vec![0; 11]), 10), Err(Ungathered::TooLong));
    }
}
