//! Messages on a stream of bytes.
//!
//! In: bytes. Out: messages, and what is wrong with those that are none: a broken message is skipped, and the next one is read. Knows no
//! method.

use lsp_server::{ErrorCode, Message, RequestId};
use serde_json::Value;
use std::io::{self, BufRead, Read, Write};

/// The longest message that is read: no policy is near it.
const LONGEST: usize = 256 << 20;

/// What was read.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something else.
    Broken {
        /// The request it seems to be.
        id: Option<RequestId>,
        /// What kind of fault.
        code: ErrorCode,
        /// What is wrong.
        why: String,
    },
}

/// The next message; nothing at the end of the input.
///
/// # Errors
/// A stream that cannot be read.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = header(input)? else { return Ok(None) };
    if length > LONGEST {
        io::copy(&mut input.by_ref().take(length as u64), &mut io::sink())?;
        return Ok(Some(broken(None, ErrorCode::InvalidRequest, format!("a message of {length} bytes is too long"))));
    }
    let mut body = Vec::new();
    let read = input.by_ref().take(length as u64).read_to_end(&mut body)?;
    if read < length {
        return Ok(None);
    }
    Ok(Some(message(&body)))
}

/// The length that the next header gives; lines that belong to no header are skipped.
fn header(input: &mut impl BufRead) -> io::Result<Option<usize>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST as u64).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        match (line.is_empty(), length) {
            (true, Some(length)) => return Ok(Some(length)),
            (true, None) => {}
            (false, _) => length = length_of(line).or(length),
        }
    }
}

fn length_of(line: &str) -> Option<usize> {
    let (name, value) = line.rsplit_once(':')?;
    // After a broken message the name may stand behind its rest.
    let is_length = name.trim().to_ascii_lowercase().ends_with("content-length");
    value.trim().parse().ok().filter(|_| is_length)
}

fn broken(id: Option<RequestId>, code: ErrorCode, why: String) -> Incoming {
    Incoming::Broken { id, code, why }
}

fn message(body: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return broken(None, ErrorCode::ParseError, format!("not JSON: {error}")),
    };
    let id = value.get("id").cloned().and_then(|id| serde_json::from_value::<RequestId>(id).ok());
    let is_request = value.get("method").is_some();
    match serde_json::from_value::<Message>(value) {
        Ok(message) => Incoming::Message(message),
        Err(_) => broken(id.filter(|_| is_request), ErrorCode::InvalidRequest, "neither a request nor a notification nor a response".to_owned()),
    }
}

/// Writes a message.
///
/// # Errors
/// A stream that cannot be written.
pub fn write(output: &mut impl Write, message: &Message) -> io::Result<()> {
    message.write(output)
}

#[cfg(test)]
mod tests {
    use super::{Incoming, Message, read};

    fn all(bytes: &[u8]) -> Vec<String> {
        let mut input = bytes;
        let mut found = Vec::new();
        while let Some(incoming) = read(&mut input).unwrap() {
            found.push(match incoming {
                Incoming::Message(Message::Request(request)) => format!("{} {}", request.id, request.method),
                Incoming::Message(Message::Notification(notification)) => notification.method,
                Incoming::Message(Message::Response(response)) => format!("response {}", response.id),
                Incoming::Broken { code, .. } => format!("broken {}", code as i32),
            });
        }
        found
    }

    fn framed(bodies: &[&str]) -> Vec<u8> {
        bodies.iter().flat_map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()).collect()
    }

    #[test]
    fn a_broken_message_does_not_hide_the_next() {
        let bodies = [r#"{"id":1,"method":"a"}"#, "{", "[]", "{}", r#"{"id":{},"method":3}"#, "\u{fffd}", r#"{"method":"b"}"#];
        let expected = ["1 a", "broken -32700", "broken -32600", "broken -32600", "broken -32600", "broken -32700", "b"];
        assert_eq!(all(&framed(&bodies)), expected);
        assert_eq!(all(&[&b"noise\r\nContent-Type: x\r\n"[..], &framed(&[r#"{"method":"c"}"#])].concat()), ["c"]);
        assert_eq!(all(&[&b"\xff\xfe\r\n\r\nContent-Length: x\r\n"[..], &framed(&[r#"{"method":"c"}"#])].concat()), ["c"]);
    }

    #[test]
    fn a_message_that_breaks_off_is_the_end() {
        assert_eq!(all(b"Content-Length: 100\r\n\r\n{\"method\":\"c\"}"), Vec::<String>::new());
        assert_eq!(all(b"Content-Length: 1"), Vec::<String>::new());
        assert_eq!(all(b""), Vec::<String>::new());
    }
}
