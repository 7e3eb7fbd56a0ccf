//! Files that appear whole or not at all.
//!
//! In: a target and bytes. Out: a file that takes its place only when all of it is written; standard output, which may close
//! at any time without that being an error. A half-written result never stands where a result is looked for.

use super::error::{DataError, Reason, STDOUT};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Where output goes.
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file, replaced when all is written.
    Path(PathBuf),
    /// Anything else that takes bytes.
    Writer(Box<dyn Write + Send>),
}

impl Target {
    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Target::Stdout | Target::Writer(_) => STDOUT.to_owned(),
            Target::Path(path) => path.display().to_string(),
        }
    }

    /// The target of a command-line argument: none, or `-`, is standard output.
    #[must_use]
    pub fn from_argument(argument: Option<&str>) -> Target {
        match argument {
            None | Some("-") => Target::Stdout,
            Some(path) => Target::Path(PathBuf::from(path)),
        }
    }
}

/// Output being written. Dropped before [`Output::finish`], a file stays as it was.
pub struct Output {
    name: String,
    way: Way,
}

enum Way {
    Replace {
        temporary: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
    Direct(BufWriter<Box<dyn Write + Send>>),
    /// The reader of the output went away.
    Closed,
}

impl Output {
    /// Opens a target.
    ///
    /// # Errors
    /// [`DataError::Unwritable`] where the folder is missing or may not be written.
    pub fn create(target: Target) -> Result<Output, DataError> {
        let name = target.name();
        match target {
            Target::Stdout => Ok(Output { name, way: Way::Direct(BufWriter::new(Box::new(io::stdout()))) }),
            Target::Writer(writer) => Ok(Output { name, way: Way::Direct(BufWriter::new(writer)) }),
            Target::Path(path) => match Way::to_path(path) {
                Ok(way) => Ok(Output { name, way }),
                Err(error) => Err(DataError::Unwritable { file: name, reason: Reason::from(&error) }),
            },
        }
    }

    /// Whether the reader of the output went away, so that the rest need not be made.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        matches!(self.way, Way::Closed)
    }

    /// Writes what is left, and puts a file into its place.
    ///
    /// # Errors
    /// [`DataError::Unwritable`]; the file then stays as it was.
    pub fn finish(self) -> Result<(), DataError> {
        let Output { name, way } = self;
        let done = match way {
            Way::Closed => Ok(()),
            Way::Direct(mut writer) => match writer.flush() {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                    // Dropping the buffer would only try again.
                    drop(writer.into_parts());
                    Ok(())
                }
                flushed => flushed,
            },
            Way::Replace { temporary, path } => replace(temporary, &path),
        };
        done.map_err(|error| DataError::Unwritable { file: name, reason: Reason::from(&error) })
    }

    /// The error for a failed write.
    pub(crate) fn failed(&self, error: &io::Error) -> DataError {
        DataError::Unwritable { file: self.name.clone(), reason: Reason::from(error) }
    }
}

impl Way {
    fn to_path(path: PathBuf) -> io::Result<Way> {
        // A link keeps pointing where it points; a device or pipe is written as it is.
        let path = fs::canonicalize(&path).unwrap_or(path);
        let known = fs::metadata(&path).ok();
        if known.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        if known.as_ref().is_some_and(|known| !known.is_file()) {
            let file = fs::OpenOptions::new().write(true).open(&path)?;
            return Ok(Way::Direct(BufWriter::new(Box::new(file))));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".ics-").suffix(".part");
        if let Some(permissions) = known.map(|known| known.permissions()).or_else(usual_permissions) {
            builder.permissions(permissions);
        }
        let temporary = BufWriter::new(builder.tempfile_in(folder)?);
        Ok(Way::Replace { temporary, path })
    }
}

fn replace(temporary: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let temporary = temporary.into_inner().map_err(io::IntoInnerError::into_error)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map(|_| ()).map_err(|failed| failed.error)
}

/// Temporary files are private; a result is as readable as any other new file.
#[cfg(unix)]
fn usual_permissions() -> Option<fs::Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<fs::Permissions> {
    None
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.way {
            Way::Replace { temporary, .. } => temporary.write(bytes),
            Way::Direct(writer) => writer.write(bytes),
            Way::Closed => Ok(bytes.len()),
        };
        self.closed_quietly(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.way {
            Way::Replace { temporary, .. } => temporary.flush(),
            Way::Direct(writer) => writer.flush(),
            Way::Closed => Ok(()),
        };
        self.closed_quietly(flushed, ())
    }
}

impl Output {
    /// A reader that goes away, as `head` does, is no error.
    fn closed_quietly<T>(&mut self, result: io::Result<T>, otherwise: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                if let Way::Direct(writer) = std::mem::replace(&mut self.way, Way::Closed) {
                    drop(writer.into_parts());
                }
                Ok(otherwise)
            }
            result => result,
        }
    }
}
