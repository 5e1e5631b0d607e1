//! The pages' side of the papers worker: it is started for a paper, and stopped when the paper is there
//! or nobody wants it any more.

use std::cell::RefCell;

use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt;
use js_sys::Uint8Array;
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use letters::{FromPapers, SheetColumn, ToPapers, Trouble};

/// A papers worker that runs. When this is dropped, it stops.
pub struct Papers {
    worker: Worker,
    answers: RefCell<UnboundedReceiver<Vec<u8>>>,
    /// Lives as long as the worker may speak.
    _listen: Closure<dyn Fn(MessageEvent)>,
}

impl Drop for Papers {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Papers {
    /// Starts it.
    ///
    /// # Errors
    /// [`Trouble::Offline`] if the program is not on this device yet and cannot be fetched.
    pub async fn start() -> Result<Self, Trouble> {
        let file = document().query_selector("meta[name=papers-worker]").ok().flatten();
        let file =
            file.and_then(|meta| meta.get_attribute("content")).ok_or(Trouble::OtherBuild)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&file, &options).map_err(|_| Trouble::Offline)?;
        let (hear, answers) = unbounded();
        let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            // An error's event has no data: nothing can be read of it.
            let bytes = event.data().dyn_into::<Uint8Array>();
            let _ = hear.unbounded_send(bytes.map(|bytes| bytes.to_vec()).unwrap_or_default());
        });
        worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        worker.set_onerror(Some(listen.as_ref().unchecked_ref()));
        let papers = Self { worker, answers: RefCell::new(answers), _listen: listen };
        match papers.hears().await {
            Ok(FromPapers::Ready) => Ok(papers),
            _ => Err(Trouble::Offline),
        }
    }

    #[allow(clippy::await_holding_refcell_ref, reason = "questions are asked one after another")]
    async fn hears(&self) -> Result<FromPapers, Trouble> {
        let gone = || Trouble::Failed("the papers worker has gone".into());
        let answer = self.answers.borrow_mut().next().await.ok_or_else(gone)?;
        letters::read(&answer).ok_or_else(gone)
    }

    /// What it answers to a question.
    ///
    /// # Errors
    /// [`Trouble::Failed`] if it cannot do what is asked.
    pub async fn answer(&self, question: &ToPapers) -> Result<FromPapers, Trouble> {
        let bytes = letters::write(question);
        self.worker
            .post_message(&Uint8Array::from(bytes.as_slice()))
            .map_err(|_| Trouble::Failed("the papers worker takes no letter".into()))?;
        match self.hears().await? {
            FromPapers::Failed(why) => Err(Trouble::Failed(why)),
            answer => Ok(answer),
        }
    }

    /// Gives it something of a paper.
    pub async fn give(&self, question: ToPapers) -> Result<(), Trouble> {
        self.answer(&question).await.map(drop)
    }

    /// The paper as a file.
    pub async fn file(&self, question: ToPapers) -> Result<Vec<u8>, Trouble> {
        match self.answer(&question).await? {
            FromPapers::File(file) => Ok(file),
            other => Err(Trouble::Failed(format!("no file, but {other:?}"))),
        }
    }
}

/// How many lines of a sheet are asked for at once.
pub const PART: usize = 1_000;

/// Lines as a spreadsheet, and how many they are: `lines` is asked for them a part at a time, from a place
/// on; `written` hears how many are, and says whether to go on. `None`: it was stopped.
pub async fn sheet_of(
    title: String,
    columns: Vec<SheetColumn>,
    lines: impl AsyncFn(usize) -> Result<Vec<Vec<String>>, Trouble>,
    written: impl Fn(usize) -> bool,
) -> Result<Option<(Vec<u8>, usize)>, Trouble> {
    let papers = Papers::start().await?;
    papers.give(ToPapers::Sheet { title, columns }).await?;
    let mut count = 0;
    loop {
        let part = lines(count).await?;
        let is_last = part.len() < PART;
        count += part.len();
        papers.give(ToPapers::Rows(part)).await?;
        if !written(count) {
            return Ok(None);
        }
        if is_last {
            let file = papers.file(ToPapers::FinishSheet).await?;
            return Ok(Some((file, count)));
        }
    }
}
