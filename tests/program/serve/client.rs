//! A client of the API over one connection at a time, which can hold back the end of a request.

use super::served::Workspace;
use axum::http::Request;
use canopy::server::sigv4::{Credentials, sign};
use canopy::workspace::Timestamp;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

pub struct Client {
    url: String,
    stream: Option<BufReader<TcpStream>>,
}

/// Why a call brought no answer.
#[derive(Debug)]
pub enum Refused {
    /// The error of the API.
    Error(String),
    /// The connection broke.
    Broken,
}

impl From<std::io::Error> for Refused {
    fn from(_: std::io::Error) -> Self {
        Self::Broken
    }
}

fn host(url: &str) -> &str {
    url.strip_prefix("http://").unwrap()
}

impl Client {
    pub fn new(url: &str) -> Self {
        Self { url: url.to_owned(), stream: None }
    }

    /// Whether anybody listens.
    pub fn connects(url: &str) -> bool {
        TcpStream::connect(host(url)).is_ok()
    }

    /// The status of what is asked for without a signature.
    pub fn status(method: &str, url: &str) -> String {
        let (host, path) = host(url).split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let request =
            format!("{method} /{path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut status = String::new();
        BufReader::new(stream).read_line(&mut status).unwrap();
        status.split(' ').nth(1).unwrap_or_default().to_owned()
    }

    pub fn call(&mut self, action: &str, request: &Value, workspace: &Workspace) -> Result<Value, Refused> {
        let (head, body) = self.signed(action, request, workspace);
        self.send(&[head, body].concat())?;
        self.receive()
    }

    /// Sends a request but for its end, which comes back.
    pub fn begin(&mut self, action: &str, request: &Value, workspace: &Workspace) -> Vec<u8> {
        let (head, mut body) = self.signed(action, request, workspace);
        let rest = body.split_off(body.len() / 2);
        self.send(&[head, body].concat()).unwrap();
        rest
    }

    /// Sends the end of a request.
    pub fn finish(&mut self, rest: Vec<u8>) -> Result<Value, Refused> {
        self.send(&rest)?;
        self.receive()
    }

    fn signed(&self, action: &str, request: &Value, workspace: &Workspace) -> (Vec<u8>, Vec<u8>) {
        let mut request = Request::post(format!("{}/", self.url))
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", format!("ACMPrivateCA.{action}"))
            .body(request.to_string().into_bytes())
            .unwrap();
        let (access_key, secret) = (&workspace.access_key.id, &workspace.access_key.secret);
        let now = Timestamp::from_milliseconds(jiff::Timestamp::now().as_millisecond());
        sign(&mut request, &Credentials { access_key, secret, region: "us-east-1" }, now);
        let mut head = "POST / HTTP/1.1\r\n".to_owned();
        for (name, value) in request.headers() {
            head += &format!("{name}: {}\r\n", value.to_str().unwrap());
        }
        head += &format!("content-length: {}\r\n\r\n", request.body().len());
        (head.into_bytes(), request.into_body())
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect(host(&self.url))?),
        };
        let stream = self.stream.insert(stream);
        Ok(stream.get_mut().write_all(bytes)?)
    }

    fn receive(&mut self) -> Result<Value, Refused> {
        let stream = self.stream.as_mut().ok_or(Refused::Broken)?;
        let mut line = || -> Result<String, Refused> {
            let mut line = String::new();
            match stream.read_line(&mut line)? {
                0 => Err(Refused::Broken),
                _ => Ok(line.trim_end().to_owned()),
            }
        };
        let status = line()?;
        let (mut length, mut closes) = (0, false);
        loop {
            let header = line()?.to_lowercase();
            match header.split_once(':').map(|(name, value)| (name, value.trim())) {
                Some(("content-length", value)) => length = value.parse().unwrap(),
                Some(("connection", "close")) => closes = true,
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stream.as_mut().ok_or(Refused::Broken)?.read_exact(&mut body)?;
        if closes {
            self.stream = None;
        }
        let answer: Value = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
        match status.split(' ').nth(1) {
            Some("200") => Ok(answer),
            _ => Err(Refused::Error(answer["__type"].as_str().unwrap_or(&status).to_owned())),
        }
    }
}
