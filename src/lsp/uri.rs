//! Addresses of files, as editors write them.
//!
//! In: `file:` addresses and paths. Out: one as the other. What is no file has no path.

use std::path::{Path, PathBuf};

/// The path of a `file:` address.
#[must_use]
pub fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let slash = rest.find('/')?;
    let (host, path) = rest.split_at(slash);
    if !(host.is_empty() || host == "localhost") {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or("");
    let decoded = decode(path)?;
    // `/c:/policies` on Windows.
    let is_drive = decoded.get(1..3).is_some_and(|drive| drive.ends_with(':') && drive.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    Some(PathBuf::from(if cfg!(windows) && is_drive { decoded.trim_start_matches('/').to_owned() } else { decoded }))
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The address of an absolute path.
#[must_use]
pub fn of_path(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// One spelling of an address: editors write `%3A` for `:` and letters of other scripts as they like.
#[must_use]
pub fn plain(uri: &str) -> String {
    to_path(uri).map_or_else(|| uri.to_owned(), |path| of_path(&path))
}

#[cfg(test)]
mod tests {
    use super::{of_path, plain, to_path};
    use std::path::Path;

    #[test]
    fn there_and_back() {
        for path in ["/a/b.ics", "/政策/规 则#1.ics", "/100%/?.ics"] {
            assert_eq!(to_path(&of_path(Path::new(path))).as_deref(), Some(Path::new(path)), "{path}");
        }
        assert_eq!(of_path(Path::new("/政 策")), "file:///%E6%94%BF%20%E7%AD%96");
    }

    #[test]
    fn spellings_of_one_address() {
        assert_eq!(plain("file:///a%3Ab/政策.ics"), plain("file://localhost/a:b/%E6%94%BF%E7%AD%96.ics"));
        assert_eq!(plain("untitled:Untitled-1"), "untitled:Untitled-1");
        for odd in ["file:///%zz", "file:///%4", "file:///%ff%fe", "file://host/x", "file:", "", "http://a/b"] {
            assert_eq!(to_path(odd), None, "{odd}");
        }
    }
}
