//! What a request says of its signature, before anybody believes it.

use super::canonical::parameters;
use super::date::{amz_date, from_amz_date, from_http_date};
use super::{ALGORITHM, AuthError, LONGEST, SERVICE, Scope, TERMINATOR, WINDOW};
use crate::workspace::Timestamp;
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// What a request says of its signature: in the `Authorization` header, or in its query string (a presigned URL).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The access key ID.
    pub access_key: String,
    /// What the signing key is derived for.
    pub scope: Scope,
    pub(super) signed_headers: Vec<String>,
    pub(super) signature: String,
    pub(super) at: Timestamp,
    /// How long it holds, in seconds, when it stands in the query string.
    pub(super) expires: Option<i64>,
}

impl Claim {
    /// Reads it. Nothing secret is needed for that, nor the body of the request.
    ///
    /// # Errors
    /// [`AuthError`] for a request that is not signed, or not as Signature Version 4 has it.
    pub fn read(parts: &Parts) -> Result<Self, AuthError> {
        let query = Parameters::read(parts.uri.query().unwrap_or_default())?;
        let mut headers = parts.headers.get_all("authorization").iter();
        let claim = match (headers.next(), query.is_signed()) {
            (None, false) => return Err(AuthError::Missing),
            (Some(_), true) => {
                return Err(incomplete("Expected one signature, found one in the header and one in the query string."));
            }
            (Some(_), false) if headers.next().is_some() => {
                return Err(incomplete("Expected one Authorization header, found several."));
            }
            (Some(header), false) => Self::of_header(header.as_bytes(), &parts.headers)?,
            (None, true) => Self::of_query(&query)?,
        };
        if parts.headers.contains_key("x-amz-security-token") || query.get("X-Amz-Security-Token").is_some() {
            return Err(AuthError::SessionToken);
        }
        claim.check_scope()?;
        claim.check_signed_headers(&parts.headers)?;
        Ok(claim)
    }

    fn of_header(header: &[u8], headers: &HeaderMap) -> Result<Self, AuthError> {
        let header = std::str::from_utf8(header).map_err(|_| incomplete("Authorization header must be ASCII."))?;
        let parameters = header.trim().strip_prefix(ALGORITHM).filter(|rest| rest.starts_with([' ', '\t']));
        let Some(parameters) = parameters else {
            return Err(incomplete(&format!("Authorization header must begin with '{ALGORITHM}'.")));
        };
        let [credential, signed_headers, signature] = authorization(parameters);
        let at = match header_text(headers, "x-amz-date")? {
            Some(date) => Some(from_amz_date(date).ok_or_else(|| no_date("X-Amz-Date"))?),
            None => match header_text(headers, "date")? {
                Some(date) => Some(from_http_date(date).ok_or_else(|| no_date("Date"))?),
                None => None,
            },
        };
        let mut lacking = Vec::new();
        for (name, value) in
            [("Credential", &credential), ("Signature", &signature), ("SignedHeaders", &signed_headers)]
        {
            if value.is_none() {
                lacking.push(format!("Authorization header requires '{name}' parameter."));
            }
        }
        if at.is_none() {
            let either = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
            lacking.push(either.to_owned());
        }
        match (credential, signed_headers, signature, at) {
            (Some(credential), Some(signed_headers), Some(signature), Some(at)) => {
                Self::of(&credential, &signed_headers, signature, at, None)
            }
            _ => Err(AuthError::Incomplete(lacking.join(" "))),
        }
    }

    fn of_query(query: &Parameters) -> Result<Self, AuthError> {
        if query.get("X-Amz-Algorithm") != Some(ALGORITHM) {
            return Err(incomplete(&format!("X-Amz-Algorithm must be '{ALGORITHM}'.")));
        }
        let required = |name: &str| {
            query.get(name).ok_or_else(|| incomplete(&format!("AWS query-string parameters must include '{name}'.")))
        };
        let at = from_amz_date(required("X-Amz-Date")?).ok_or_else(|| no_date("X-Amz-Date"))?;
        let expires = required("X-Amz-Expires")?;
        let expires = Some(expires).filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()));
        let expires = expires.and_then(|text| text.parse().ok()).filter(|seconds| (1..=LONGEST).contains(seconds));
        let Some(expires) = expires else {
            return Err(incomplete(&format!("X-Amz-Expires must be a number of seconds from 1 to {LONGEST}.")));
        };
        let signature = required("X-Amz-Signature")?.to_owned();
        Self::of(required("X-Amz-Credential")?, required("X-Amz-SignedHeaders")?, signature, at, Some(expires))
    }

    fn of(
        credential: &str,
        signed_headers: &str,
        signature: String,
        at: Timestamp,
        expires: Option<i64>,
    ) -> Result<Self, AuthError> {
        // From the right: an access key ID may have slashes.
        let mut parts = credential.rsplitn(5, '/');
        let mut next = || parts.next().filter(|part| !part.is_empty()).ok_or_else(AuthError::scope);
        let (terminator, service, region, date, access_key) = (next()?, next()?, next()?, next()?, next()?);
        if terminator != TERMINATOR {
            return Err(AuthError::Invalid(format!(
                "Credential should be scoped with a valid terminator: '{TERMINATOR}'."
            )));
        }
        let scope = Scope { date: date.into(), region: region.into(), service: service.into() };
        let signed_headers: Vec<String> = signed_headers.split(';').map(str::to_owned).collect();
        let ascending = signed_headers.windows(2).all(|pair| pair[0] < pair[1]);
        let written = |name: &String| !name.is_empty() && !name.bytes().any(|c| c.is_ascii_uppercase());
        if !ascending || !signed_headers.iter().all(written) {
            return Err(incomplete(
                "SignedHeaders must be names in lower case, in their order, with semicolons between them.",
            ));
        }
        Ok(Self { access_key: access_key.into(), scope, signed_headers, signature, at, expires })
    }

    fn check_scope(&self) -> Result<(), AuthError> {
        if self.scope.service != SERVICE {
            let message = format!("Credential should be scoped to correct service: '{SERVICE}'.");
            return Err(AuthError::Invalid(message));
        }
        let day = &amz_date(self.at)[..8];
        if self.scope.date != day {
            let found = self.scope.date.chars().take(16).collect::<String>();
            return Err(AuthError::Invalid(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{found}' != \
                 '{day}', from '{}'.",
                amz_date(self.at)
            )));
        }
        Ok(())
    }

    /// The host, the time and every header of AWS that was sent must be signed: nobody on the way may add one.
    fn check_signed_headers(&self, headers: &HeaderMap) -> Result<(), AuthError> {
        let is_signed = |name: &str| self.signed_headers.iter().any(|signed| signed == name);
        if !is_signed("host") {
            let message = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
            return Err(AuthError::Invalid(message.into()));
        }
        let unsigned = headers.keys().find(|name| name.as_str().starts_with("x-amz-") && !is_signed(name.as_str()));
        let dated = self.expires.is_some() || headers.contains_key("x-amz-date") || is_signed("date");
        let missing = unsigned.map(|name| name.as_str()).or((!dated).then_some("date"));
        match missing {
            Some(name) => {
                Err(AuthError::Invalid(format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.")))
            }
            None => Ok(()),
        }
    }

    /// Refuses one that is too old, or not valid yet.
    ///
    /// # Errors
    /// `InvalidSignatureException` with the times.
    pub fn check_time(&self, now: Timestamp) -> Result<(), AuthError> {
        let (at, seconds) = (self.at.seconds(), now.seconds());
        let (age, said) = match self.expires {
            Some(expires) => (expires, format!("{expires} sec.")),
            None => (WINDOW, "15 min.".to_owned()),
        };
        let date = |seconds| amz_date(Timestamp::from_seconds(seconds));
        let (asked, now) = (date(at), date(seconds));
        if at < seconds - age {
            let oldest = date(seconds - age);
            let message = format!("Signature expired: {asked} is now earlier than {oldest} ({now} - {said})");
            return Err(AuthError::Invalid(message));
        }
        if at > seconds + WINDOW {
            let newest = date(seconds + WINDOW);
            let message = format!("Signature not yet current: {asked} is still later than {newest} ({now} + 15 min.)");
            return Err(AuthError::Invalid(message));
        }
        Ok(())
    }
}

/// The parameters of a query string that have to do with signatures; none of them twice.
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn read(query: &str) -> Result<Self, AuthError> {
        let mut found: Vec<(String, String)> = Vec::new();
        for (name, value) in parameters(query).filter(|(name, _)| name.starts_with(b"X-Amz-")) {
            let (Ok(name), Ok(value)) = (String::from_utf8(name), String::from_utf8(value)) else {
                return Err(incomplete("AWS query-string parameters must be UTF-8."));
            };
            if found.iter().any(|(known, _)| *known == name) {
                return Err(incomplete(&format!("AWS query-string parameters must include '{name}' once.")));
            }
            found.push((name, value));
        }
        Ok(Self(found))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn is_signed(&self) -> bool {
        ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"].iter().any(|name| self.get(name).is_some())
    }
}

/// The values of `Credential`, `SignedHeaders` and `Signature`, in any order. An access key ID may have commas.
pub(super) fn authorization(parameters: &str) -> [Option<String>; 3] {
    const NAMES: [&str; 3] = ["Credential=", "SignedHeaders=", "Signature="];
    let mut values = [const { None::<String> }; 3];
    let mut last = None;
    for piece in parameters.split(',') {
        let trimmed = piece.trim();
        let named = NAMES.iter().position(|name| trimmed.starts_with(name)).filter(|index| values[*index].is_none());
        match (named, last) {
            (Some(index), _) => {
                values[index] = Some(trimmed[NAMES[index].len()..].to_owned());
                last = Some(index);
            }
            (None, Some(index)) => {
                if let Some(value) = &mut values[index] {
                    value.push(',');
                    value.push_str(piece);
                }
            }
            (None, None) => {}
        }
    }
    values
}

/// The text of a header that stands once.
fn header_text<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, AuthError> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| no_date(name)),
        (Some(_), Some(_)) => Err(incomplete(&format!("Expected one {name} header, found several."))),
    }
}

fn incomplete(message: &str) -> AuthError {
    AuthError::Incomplete(message.into())
}

fn no_date(name: &str) -> AuthError {
    AuthError::Incomplete(format!("{name} must be a time such as 20150830T123600Z."))
}
