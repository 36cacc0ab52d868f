//! Who holds a workspace file, as the lock file beside it says: `<pid>` in a line, and the address of its endpoint in
//! another while it runs one.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::{beside, own};

/// Longest text of a lock file, in bytes: a URL with the longest name of a host.
const LONGEST: u64 = 320;

/// Who holds a workspace file. What another process has written is a hint, and may be gone or out of date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// Its process, if it left the number.
    pub pid: Option<u32>,
    /// The URL of its endpoint while it runs one, `http://127.0.0.1:8560`: `http` or `https`, a host and a port, and
    /// nothing else.
    pub endpoint: Option<String>,
}

impl Holder {
    /// This process.
    pub(super) fn this(endpoint: Option<&str>) -> Self {
        Self { pid: Some(std::process::id()), endpoint: endpoint.map(str::to_owned) }
    }

    /// Reads who holds the workspace file at `path`. The endpoint is believed only where nobody but the owner of the
    /// workspace file can have written it.
    pub(super) fn of(path: &Path) -> Self {
        let lock = beside(path, "lock");
        let read = || -> io::Result<Self> {
            let file = File::open(&lock)?;
            if !own::lies_at(&file, &lock)? {
                return Ok(Self::default());
            }
            let holder = Self::read(&file)?;
            let endpoint = holder.endpoint.filter(|_| own::is_private_to_owner_of(&file, path));
            Ok(Self { endpoint, ..holder })
        };
        read().unwrap_or_default()
    }

    /// What a lock file says. A line that is not finished says nothing: it is just being written.
    pub(super) fn read(file: &File) -> io::Result<Self> {
        let text = text(file)?;
        let mut lines = text.split_inclusive('\n').map_while(|line| line.strip_suffix('\n'));
        let pid = lines.next().and_then(|line| line.parse().ok());
        let endpoint = lines.next().filter(|line| is_endpoint(line)).map(str::to_owned);
        Ok(Self { pid, endpoint })
    }

    /// Whether a lock file has what this program writes, or the beginning of it, as a process leaves that was killed.
    pub(super) fn is_in(file: &File) -> io::Result<bool> {
        let text = text(file)?;
        let (pid, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let endpoint = rest.strip_suffix('\n').unwrap_or(rest);
        let begins = |scheme: &str| endpoint.starts_with(scheme) || scheme.starts_with(endpoint);
        let is_endpoint =
            endpoint.bytes().all(|byte| byte.is_ascii_graphic()) && (begins("http://") || begins("https://"));
        Ok(pid.bytes().all(|byte| byte.is_ascii_digit()) && is_endpoint)
    }

    /// What a lock file is to say.
    pub(super) fn text(&self) -> String {
        let pid = self.pid.map(|pid| pid.to_string()).unwrap_or_default();
        let endpoint = self.endpoint.as_ref().map(|endpoint| format!("{endpoint}\n")).unwrap_or_default();
        format!("{pid}\n{endpoint}")
    }
}

/// The text of a lock file; of one that is none, some that does not pass for one.
fn text(file: &File) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    let whole = bytes.len() as u64 <= LONGEST;
    Ok(String::from_utf8(bytes).ok().filter(|_| whole).unwrap_or_else(|| "?".into()))
}

/// Whether a text is the URL of an endpoint: `http` or `https`, a host and a port, and nothing else.
pub fn is_endpoint(url: &str) -> bool {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    let Some((host, port)) = rest.and_then(|rest| rest.rsplit_once(':')) else { return false };
    let is_port = port.bytes().all(|digit| digit.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    let is_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
            (1..=253).contains(&host.len()) && host.bytes().all(allowed)
        }
    };
    is_port && is_host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &[u8]) -> File {
        use std::io::{Seek as _, Write as _};
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text).unwrap();
        file.rewind().unwrap();
        file
    }

    #[test]
    fn what_is_written_is_read() {
        for endpoint in
            [None, Some("http://127.0.0.1:8560"), Some("https://[::1]:1"), Some("https://pki.example:65535")]
        {
            let holder = Holder::this(endpoint);
            let text = holder.text();
            assert_eq!(Holder::read(&file(text.as_bytes())).unwrap(), holder);
            // However much of it a killed process has written, it is ours, and no other address than the one it had.
            for end in 0..text.len() {
                assert!(Holder::is_in(&file(&text.as_bytes()[..end])).unwrap(), "{}", &text[..end]);
                let found = Holder::read(&file(&text.as_bytes()[..end])).unwrap();
                assert!(found.endpoint.is_none() && found.pid.is_none_or(|pid| Some(pid) == holder.pid));
            }
        }
    }

    #[test]
    fn what_is_no_address_of_an_endpoint_is_not_believed() {
        for bad in [
            "127.0.0.1:8560",
            "ftp://127.0.0.1:8560",
            "http://127.0.0.1",
            "http://127.0.0.1:",
            "http://127.0.0.1:0",
            "http://127.0.0.1:65536",
            "http://127.0.0.1:+80",
            "http://:8560",
            "http://user@host:80",
            "http://host:80/path",
            "http://host/x:80",
            "http://a b:80",
            "http://[::g]:80",
            "http://ho\u{e4}st:80",
        ] {
            let text = format!("1\n{bad}\n");
            assert_eq!(Holder::read(&file(text.as_bytes())).unwrap(), Holder { pid: Some(1), endpoint: None }, "{bad}");
        }
    }

    #[test]
    fn what_somebody_else_has_written_is_not_taken_for_ours() {
        let long = format!("1\nhttp://{}", "a".repeat(400));
        for other in [&b"precious"[..], b"1\n2\n", b"1\nhttp://a:1\nmore", b"1\nhttp:// a", b"\xff", long.as_bytes()] {
            assert!(!Holder::is_in(&file(other)).unwrap(), "{}", String::from_utf8_lossy(other));
        }
        for ours in [&b""[..], b"\n", b"4711", b"4711\n", b"4711\nhttp://127.0.0.1:1\n"] {
            assert!(Holder::is_in(&file(ours)).unwrap(), "{}", String::from_utf8_lossy(ours));
        }
    }
}
