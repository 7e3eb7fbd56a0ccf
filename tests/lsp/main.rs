//! The language server: conversations over real pipes, messages that are none, and a thousand edits.

mod broken;
mod client;
mod conversation;
mod edits;
mod layout;
mod names;
mod project;
mod unfinished;
