//! The language server: the protocol between an editor and [`crate::ide`].
//!
//! In: messages of the Language Server Protocol, and the files that editors do not hold. Out: answers and diagnostics. One thread works,
//! one reads, one writes. No message ends it but `exit` and the end of the input.

mod capabilities;
mod checking;
mod documents;
mod names;
mod project;
mod reading;
mod running;
pub mod server;
mod standard;
mod state;
pub mod transport;
pub mod uri;
mod view;
mod writing;

use crate::diagnostic::Lang;
use lsp_server::{Message, Notification};
use server::Ending;
use std::io::{BufRead, Write};
use std::sync::mpsc;
use transport::Incoming;

/// What is decided before the first message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The language of messages.
    pub lang: Lang,
    /// Who chose it.
    pub chosen: Chosen,
}

/// Who chose the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Whoever started the server: it stays.
    Outright,
    /// Nobody: the language of the editor is better.
    ByDefault,
}

/// Serves one client until it goes.
pub fn run(input: impl BufRead + Send + 'static, mut output: impl Write + Send + 'static, options: Options) -> Ending {
    let (to_server, incoming) = mpsc::channel();
    let (outgoing, to_client) = mpsc::channel::<Message>();
    // The reader ends with the input or the process: it may stand in a read for ever.
    std::thread::spawn(move || read(input, &to_server));
    let writer = std::thread::spawn(move || to_client.iter().try_for_each(|message| transport::write(&mut output, &message)));
    let ending = server::serve(&incoming, &outgoing, options);
    drop(outgoing);
    let _ = writer.join();
    ending
}

fn read(mut input: impl BufRead, to_server: &mpsc::Sender<Incoming>) {
    loop {
        let incoming = match transport::read(&mut input) {
            Ok(Some(incoming)) => incoming,
            Ok(None) | Err(_) => return,
        };
        let is_exit = matches!(&incoming, Incoming::Message(Message::Notification(Notification { method, .. })) if method == "exit");
        if to_server.send(incoming).is_err() || is_exit {
            return;
        }
    }
}
