//! SHA-256 of files and texts, as records of runs hold them.
//!
//! In: bytes, or a file that is read once from start to end. Out: the hash in hexadecimal, and how many bytes there are. Holds a small
//! buffer, never the file. Does not know why anybody wants to know.

use super::error::{DataError, Reason};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::{self, Display, Formatter, Write};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// So much is read at a time.
const BUFFER: usize = 256 << 10;
/// So many digits tell two files apart for people.
const SHORT: usize = 12;

/// A SHA-256, in 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(String);

/// What a file holds, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMark {
    /// How many bytes it has.
    pub bytes: u64,
    /// Their hash.
    pub sha256: Hash,
}

impl Hash {
    /// The hash of pieces of bytes, one behind the other.
    #[must_use]
    pub fn of(pieces: &[&[u8]]) -> Hash {
        let mut hasher = Sha256::new();
        pieces.iter().for_each(|piece| hasher.update(piece));
        Hash::from(hasher)
    }

    /// The first digits, for people.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.get(..SHORT).unwrap_or(&self.0)
    }

    fn from(hasher: Sha256) -> Hash {
        let mut digits = String::with_capacity(64);
        for byte in hasher.finalize() {
            // Writing into a text does not fail.
            let _ = write!(digits, "{byte:02x}");
        }
        Hash(digits)
    }
}

impl Display for Hash {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Reads a file from start to end.
///
/// # Errors
/// [`DataError::Unreadable`].
pub fn of_file(path: &Path) -> Result<FileMark, DataError> {
    let unreadable = |error: io::Error| DataError::Unreadable { file: path.display().to_string(), reason: Reason::from(&error) };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(FileMark { bytes, sha256: Hash::from(hasher) }),
            Ok(count) => {
                hasher.update(buffer.get(..count).unwrap_or_default());
                bytes += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BUFFER, Hash, of_file};

    #[test]
    fn hashes_as_the_standard_says() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Hash::of(&[]).to_string(), empty);
        assert_eq!(Hash::of(&[b"a", b"bc"]).to_string(), abc);
        assert_eq!(Hash::of(&[b"abc"]).short(), "ba7816bf8f01");
    }

    #[test]
    fn a_file_is_hashed_across_buffers() {
        let bytes: Vec<u8> = (0..BUFFER * 2 + 17).map(|place| (place % 251) as u8).collect();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.bin");
        std::fs::write(&path, &bytes).unwrap();
        let mark = of_file(&path).unwrap();
        assert_eq!(mark.bytes, bytes.len() as u64);
        assert_eq!(mark.sha256, Hash::of(&[&bytes]));
        assert!(of_file(&folder.path().join("none")).is_err());
    }
}
