//! The papers worker: makes files of what the pages send it, and reads those that officers have filled in. A program of its own, that a first visit
//! does not fetch, and that can be stopped in the midst of a long sheet.

#![allow(clippy::cast_precision_loss, reason = "places on paper are small numbers")]

mod book;
mod cards;
mod sheet;
mod template;

use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use book::Book;
use letters::{FromPapers, ToPapers};
use sheet::SheetWriter;

thread_local! {
    /// The sheet that is being written.
    static SHEET: RefCell<Option<SheetWriter>> = const { RefCell::new(None) };
    /// The file that is being read.
    static BOOK: RefCell<Option<Book>> = const { RefCell::new(None) };
}

fn main() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answers = scope.clone();
    let post = move |answer: &FromPapers| {
        // A page that has gone hears nothing.
        let _ = answers.post_message(&Uint8Array::from(letters::write(answer).as_slice()));
    };
    let ready = post.clone();
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        let answer = match letters::read::<ToPapers>(&bytes) {
            Some(question) => answer(question),
            None => FromPapers::Failed("a letter of another build".into()),
        };
        post(&answer);
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget(); // it listens as long as the worker lives
    ready(&FromPapers::Ready);
}

fn answer(question: ToPapers) -> FromPapers {
    let failed = |error: &dyn std::fmt::Display| FromPapers::Failed(error.to_string());
    match question {
        ToPapers::Sheet { title, columns } => match SheetWriter::begin(&title, columns) {
            Ok(sheet) => {
                SHEET.set(Some(sheet));
                FromPapers::Taken
            }
            Err(error) => failed(&error),
        },
        ToPapers::Rows(rows) => SHEET.with_borrow_mut(|sheet| match sheet {
            Some(sheet) => {
                sheet.write(&rows).map_or_else(|error| failed(&error), |()| FromPapers::Taken)
            }
            None => failed(&"no sheet was begun"),
        }),
        ToPapers::FinishSheet => match SHEET.take().map(SheetWriter::finish) {
            Some(Ok(file)) => FromPapers::File(file),
            Some(Err(error)) => failed(&error),
            None => failed(&"no sheet was begun"),
        },
        ToPapers::Cards { organisation, cards, pages } => {
            match cards::file(&organisation, &cards, pages) {
                Ok(file) => FromPapers::File(file),
                Err(error) => failed(&error),
            }
        }
        ToPapers::Template { title, columns } => match template::file(&title, &columns) {
            Ok(file) => FromPapers::File(file),
            Err(error) => failed(&error),
        },
        ToPapers::Open { file } => match Book::open(file) {
            Ok(book) => {
                let sheets = book.views();
                BOOK.set(Some(book));
                FromPapers::Sheets(sheets)
            }
            Err(why) => FromPapers::Unreadable(why),
        },
        ToPapers::HeadsAt { sheet, row } => {
            with_book(|book| FromPapers::Sheets(book.heads_at(sheet, row).into_iter().collect()))
        }
        ToPapers::Lines { sheet, from, most } => {
            with_book(|book| FromPapers::Lines(book.lines(sheet, from, most)))
        }
        ToPapers::SomeLines { sheet, heads, said_head, lines } => {
            with_book(|book| match template::some_lines(book, sheet, &heads, &said_head, &lines) {
                Ok(file) => FromPapers::File(file),
                Err(error) => failed(&error),
            })
        }
    }
}

fn with_book(act: impl FnOnce(&Book) -> FromPapers) -> FromPapers {
    BOOK.with_borrow(|book| match book {
        Some(book) => act(book),
        None => FromPapers::Failed("no file was opened".into()),
    })
}
