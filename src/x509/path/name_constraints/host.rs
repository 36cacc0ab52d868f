//! Host names as name constraints: of DNS names, mail addresses and URIs.
//!
//! A name that programs could read in more than one way is refused: it would be held against the constraints as one
//! name and used as another.

use std::net::IpAddr;

/// A name lies in `example.com` when it is that or ends with `.example.com`. RFC 5280 knows no leading period in a
/// base; as OpenSSL, GnuTLS and webpki do, it is taken for all names below.
pub fn dns(name: &str, base: &str, excluded: bool) -> Result<bool, &'static str> {
    let name = without_root(name);
    let base = if base.is_empty() { base } else { base_host(base)? };
    let domain = name.strip_prefix("*.").unwrap_or(name);
    if domain.contains('*') {
        return Err("a wildcard must be the whole of the first label");
    }
    host(domain)?;
    let below =
        |name: &str, base: &str| base.is_empty() || name.eq_ignore_ascii_case(base) || ends_with_labels(name, base);
    Ok(match base.strip_prefix('.') {
        Some(parent) if !excluded => ends_with_labels(name, parent),
        // More is excluded than the letter of an unusual constraint says, not less.
        parent => {
            let base = parent.unwrap_or(base);
            below(name, base) || (excluded && name.starts_with("*.") && below(base, domain))
        }
    })
}

/// `a@example.com` is one mailbox, `example.com` a host, `.example.com` all hosts below.
pub fn mailbox(name: &str, base: &str) -> Result<bool, &'static str> {
    let (local, domain) = split_mailbox(name)?;
    let domain = host(domain)?;
    match base.contains('@') {
        true => {
            let (base_local, base_domain) = split_mailbox(base)?;
            Ok(local == base_local && domain.eq_ignore_ascii_case(host(base_domain)?))
        }
        false if base.is_empty() => Ok(true),
        false => Ok(host_in(domain, base_host(base)?)),
    }
}

/// The local part, which may have an @ only between quotes, and the domain.
fn split_mailbox(mailbox: &str) -> Result<(&str, &str), &'static str> {
    let (local, domain) = mailbox.rsplit_once('@').ok_or("it is not a mailbox")?;
    let quoted = local.len() > 1 && local.starts_with('"') && local.ends_with('"');
    match local.is_empty() || (local.contains('@') && !quoted) {
        true => Err("it is not a mailbox"),
        false => Ok((local, domain)),
    }
}

/// Whether the host of a URI is `example.com`, or below `.example.com`.
pub fn uri(uri: &str, base: &str, excluded: bool) -> Result<bool, &'static str> {
    if base.is_empty() {
        // RFC 5280 gives it no meaning: all is excluded by it, nothing permitted.
        return Ok(excluded);
    }
    Ok(host_in(uri_host(uri)?, base_host(base)?))
}

/// The host name in a URI (RFC 3986 section 3).
pub fn uri_host(uri: &str) -> Result<&str, &'static str> {
    const NONE: &str = "the URI has no host name";
    if uri.contains(|character: char| character.is_whitespace() || character.is_control() || character == '\\') {
        return Err("the URI has characters that no URI has");
    }
    let (scheme, rest) = uri.split_once("://").ok_or(NONE)?;
    let in_scheme = |character: char| character.is_ascii_alphanumeric() || "+-.".contains(character);
    if !scheme.starts_with(|first: char| first.is_ascii_alphabetic()) || !scheme.chars().all(in_scheme) {
        return Err(NONE);
    }
    let authority = rest.split(['/', '?', '#']).next().ok_or(NONE)?;
    let host_and_port = authority.rsplit('@').next().ok_or(NONE)?;
    let name = match host_and_port.split_once(':') {
        Some((name, port)) if port.chars().all(|digit| digit.is_ascii_digit()) => name,
        Some(_) => return Err(NONE),
        None => host_and_port,
    };
    let name = host(name)?;
    // Programs read `0x7f.1` and the like as addresses.
    let last = name.rsplit('.').next().unwrap_or(name);
    match name.parse::<IpAddr>().is_ok() || last.starts_with(|first: char| first.is_ascii_digit()) {
        true => Err(NONE),
        false => Ok(name),
    }
}

/// A host name as it may be compared: of letters, digits, hyphens, underscores and periods.
fn host(name: &str) -> Result<&str, &'static str> {
    let name = without_root(name);
    let allowed = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    match name.is_empty() || name.starts_with('.') || !name.chars().all(allowed) {
        true => Err("its host is not a host name"),
        false => Ok(name),
    }
}

/// The base of a constraint: a host name, with or without a leading period.
fn base_host(base: &str) -> Result<&str, &'static str> {
    const PROBLEM: &str = "the constraint is not a host name";
    let base = without_root(base);
    host(base.strip_prefix('.').unwrap_or(base)).map(|_| base).map_err(|_| PROBLEM)
}

/// Without the period of the DNS root at its end.
fn without_root(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// `example.com` is one host, `.example.com` all hosts below.
fn host_in(host: &str, base: &str) -> bool {
    match base.strip_prefix('.') {
        Some(domain) => ends_with_labels(host, domain),
        None => host.eq_ignore_ascii_case(base),
    }
}

/// Whether `name` is one or more labels and then `.base`.
fn ends_with_labels(name: &str, base: &str) -> bool {
    let Some(start) = name.len().checked_sub(base.len() + 1) else { return false };
    start > 0 && name.as_bytes()[start] == b'.' && name.as_bytes()[start + 1..].eq_ignore_ascii_case(base.as_bytes())
}
