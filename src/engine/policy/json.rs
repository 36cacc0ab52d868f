//! JSON (RFC 8259) with the place of every value, so that what is wrong with one can be shown on its line.

use super::problem::Fault;
use std::collections::HashSet;
use std::ops::Range;

/// How many lists and objects may stand inside each other.
const DEPTH: usize = 64;

/// A value and the bytes of the text that it takes.
#[derive(Debug)]
pub(super) struct Node {
    /// Where it stands.
    pub span: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What a policy can consist of. Numbers, `true`, `false` and `null` have no place in one: what they are called is
/// enough to refuse them.
#[derive(Debug)]
pub(super) enum Value {
    Object(Vec<(Name, Node)>),
    List(Vec<Node>),
    Text(String),
    Other(&'static str),
}

/// The name of a member of an object.
#[derive(Debug)]
pub(super) struct Name {
    pub span: Range<usize>,
    pub text: String,
}

impl Node {
    /// What it is called in a sentence.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Object(_) => "an object",
            Value::List(_) => "a list",
            Value::Text(_) => "a text",
            Value::Other(kind) => kind,
        }
    }

    /// The bytes to mark when it is at fault: all of a plain value, of a structure only where it opens.
    pub fn mark(&self) -> Range<usize> {
        match self.value {
            Value::Object(_) | Value::List(_) => self.span.start..self.span.start + 1,
            _ => self.span.clone(),
        }
    }
}

/// Reads one JSON value that takes the whole text.
///
/// # Errors
/// Where the text stops being JSON, has the same name twice in an object, or goes deeper than 64 levels.
pub(super) fn read(text: &str) -> Result<Node, Fault> {
    let mut reader = Reader { text, at: 0 };
    let node = reader.value(0)?;
    reader.blank();
    match reader.rest().chars().next() {
        None => Ok(node),
        Some(_) => Err(reader.unexpected("the end of the policy").hint("A policy is one JSON object")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes past `byte` when it stands here.
    fn takes(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self, expected: &str) -> Fault {
        match self.rest().chars().next() {
            None => Fault::at(self.at..self.at, format!("Expected {expected}, found the end of the text.")),
            Some(found) => {
                let message = format!("Expected {expected}, found {:?}.", found.to_string());
                Fault::at(self.at..self.at + found.len_utf8(), message)
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        self.blank();
        let start = self.at;
        let value = match self.peek() {
            Some(b'{' | b'[') if depth == DEPTH => {
                let message = format!("Expected at most {DEPTH} levels of lists and objects, found more.");
                return Err(Fault::at(start..start + 1, message));
            }
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { span: start..self.at, value })
    }

    fn object(&mut self, depth: usize) -> Result<Value, Fault> {
        self.at += 1;
        let mut members = Vec::new();
        let mut names = HashSet::new();
        self.blank();
        if self.takes(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.blank();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a name in quotation marks"));
            }
            let name = Name { text: self.string()?, span: start..self.at };
            if !names.insert(name.text.clone()) {
                let message = format!("{} stands twice in the same object.", super::problem::shown(&name.text));
                return Err(Fault::at(name.span, message).hint("Remove one of the two, or make a list of their values"));
            }
            self.blank();
            if !self.takes(b':') {
                return Err(self.unexpected("a colon"));
            }
            let value = self.value(depth + 1)?;
            members.push((name, value));
            self.blank();
            if self.takes(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.takes(b',') {
                return Err(self.unexpected("a comma or }"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        self.blank();
        if self.takes(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.blank();
            if self.takes(b']') {
                return Ok(Value::List(items));
            }
            if !self.takes(b',') {
                return Err(self.unexpected("a comma or ]"));
            }
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.rest().chars().next() {
                None => {
                    let line = self.text[start..].find('\n').map_or(self.text.len(), |length| start + length);
                    let fault = Fault::at(start..line, "This text has no end.".to_owned());
                    return Err(fault.hint("Close it with a quotation mark"));
                }
                Some('"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some('\\') => text.push(self.escape()?),
                Some(character) if character < ' ' => {
                    let fault = self.unexpected("the rest of a text");
                    return Err(fault.hint("A text stands on one line; write a line break in it as \\n"));
                }
                Some(character) => {
                    self.at += character.len_utf8();
                    text.push(character);
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.at;
        self.at += 1;
        let character = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.code_point(start);
            }
            _ => return Err(self.unexpected("one of \" \\ / b f n r t u after a backslash")),
        };
        self.at += 1;
        Ok(character)
    }

    /// What `\uXXXX` stands for, or a pair of them for one character beyond U+FFFF.
    fn code_point(&mut self, start: usize) -> Result<char, Fault> {
        let first = self.four_digits()?;
        let code = match first {
            0xD800..=0xDBFF if self.rest().starts_with("\\u") => {
                self.at += 2;
                let second = self.four_digits()?;
                match second {
                    0xDC00..=0xDFFF => 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00),
                    _ => first,
                }
            }
            other => other,
        };
        let half = || Fault::at(start..self.at, "This is one half of a character.".to_owned());
        char::from_u32(code).ok_or_else(|| half().hint("Write both halves, \\uD800 to \\uDBFF and \\uDC00 to \\uDFFF"))
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            code = code * 16 + digit.ok_or_else(|| self.unexpected("four hexadecimal digits"))?;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Value, Fault> {
        self.takes(b'-');
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        Ok(Value::Other("a number"))
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected("a digit")) } else { Ok(()) }
    }

    fn word(&mut self) -> Result<Value, Fault> {
        for (word, kind) in [("true", "true"), ("false", "false"), ("null", "null")] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(Value::Other(kind));
            }
        }
        Err(self.unexpected("a value"))
    }
}
