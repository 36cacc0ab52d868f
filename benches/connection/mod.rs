//! A client that does as little as can be done: it shares the processors with what it measures.

use axum::http::Request;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, read: Vec::with_capacity(64 << 10) }
    }

    /// Sends a request, and answers the status and the body of what comes back.
    pub fn ask(&mut self, request: &[u8]) -> (u16, &[u8]) {
        self.stream.write_all(request).unwrap();
        self.read.clear();
        let head = loop {
            self.more();
            if let Some(end) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let text = std::str::from_utf8(&self.read[..head]).unwrap();
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        let length = text.lines().filter_map(|line| line.split_once(": "));
        let mut length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value);
        let length: usize = length.next_back().map_or(0, |length| length.parse().unwrap());
        while self.read.len() < head + length {
            self.more();
        }
        (status, &self.read[head..])
    }

    fn more(&mut self) {
        let mut part = [0; 64 << 10];
        let count = self.stream.read(&mut part).unwrap();
        assert_ne!(count, 0, "the connection was closed in the middle of an answer");
        self.read.extend_from_slice(&part[..count]);
    }
}

/// A request as it is sent.
pub fn bytes(request: &Request<Vec<u8>>) -> Vec<u8> {
    let mut bytes = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri().path()).into_bytes();
    for (name, value) in request.headers() {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend(format!("content-length: {}\r\n\r\n", request.body().len()).into_bytes());
    bytes.extend(request.body());
    bytes
}
