//! The device's side of the sync: what to ask next, and what to do with what comes. It knows
//! messages, not the network: whoever carries the bytes may lose, double and reorder them.

use domain::envelope::{Parcel, Signed};
use domain::id::Position;
use domain::lineage::Lineage;
use domain::time::Moment;
use domain::wire::{Cursor, LARGEST_PUSH, Request, Response};

use crate::error::{StoreError, SyncError};
use crate::outbox::ToSend;
use crate::pace::Pace;
use crate::replica::Replica;
use crate::{image, lay_on, meta, outbox, take};

/// How a round of the sync goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// There is more to ask at once.
    Ask,
    /// Nothing to send, nothing new: wait for a poke or for work.
    Rest,
    /// The device may no longer read. When everything is answered it wipes itself.
    Wipe,
}

impl Replica {
    /// What to ask the server now: one's own work goes up before anything comes down, and between
    /// any two pieces of it. `ask_held` asks also what became of the held changes: once a round.
    pub fn next_request(&self, pace: Pace, ask_held: bool) -> Result<Request, SyncError> {
        let pull_first = meta::get::<i64>(&self.db, "pull_first")?.unwrap_or(0) == 1;
        if pull_first || meta::life_heard_of(&self.db)?.is_none() {
            return Ok(Request::Pull(self.cursor()?));
        }
        if let Some(push) = self.next_push(pace.changes, ask_held)? {
            return Ok(Request::Push(push));
        }
        if meta::get::<i64>(&self.db, "image_wanted")?.unwrap_or(0) == 1 {
            // Where all has come and could not be built yet, nothing more of it is asked for, and
            // it is tried again with the answer.
            let (image, from) = match image::fetched(&self.db)? {
                Some(fetched) => (Some(fetched.image), fetched.come),
                None => (None, 0),
            };
            return Ok(Request::Image { image, from, most: pace.bytes as u64 });
        }
        Ok(Request::Pull(self.cursor()?))
    }

    /// The next changes, signed; `None`: nothing waits.
    pub fn next_push(&self, most: usize, ask_held: bool) -> Result<Option<Signed>, SyncError> {
        let parcel = self.parcel(ToSend { most, ask_held, after: 0 })?;
        Ok(parcel.map(|(parcel, _)| parcel))
    }

    /// The unsent changes after this number, signed, with the number of the last of them: for whoever
    /// carries them while this file is locked.
    pub fn parcel_after(&self, after: u64) -> Result<Option<(Signed, u64)>, SyncError> {
        self.parcel(ToSend { most: LARGEST_PUSH, ask_held: false, after })
    }

    fn parcel(&self, which: ToSend) -> Result<Option<(Signed, u64)>, SyncError> {
        let Some(identity) = self.identity()? else { return Ok(None) };
        let Some(life) = meta::life_heard_of(&self.db)? else { return Ok(None) };
        let offers = outbox::to_send(&self.db, which)?;
        let Some(last) = offers.last().map(|offer| offer.change.id.number) else {
            return Ok(None);
        };
        let parcel = Parcel { device: identity.device(), life, offers };
        Ok(Some((Signed::seal(&parcel, &identity.key), last)))
    }

    /// Takes what the server said. Saying it twice, or late, does no harm.
    pub fn receive(&mut self, response: Response, now: Moment) -> Result<Next, SyncError> {
        match response {
            Response::Answers { answers, epoch, .. } => {
                let transaction = self.db.unchecked_transaction()?;
                if meta::life_heard_of(&self.db)? == Some(epoch) {
                    outbox::answered(&self.db, &answers, epoch, now)?;
                    let cursor = self.cursor()?;
                    outbox::settle(&self.db, cursor.epoch, cursor.position)?;
                } else {
                    // The server was restored, or this answer is from before it was: what it says
                    // is asked again, once it is known what was lost.
                    meta::set(&self.db, "pull_first", 1)?;
                }
                transaction.commit()?;
                Ok(Next::Ask)
            }
            Response::Page(page) => {
                let more = page.more;
                let follows = page.from == self.cursor()?;
                meta::set(&self.db, "pull_first", 0)?;
                take::take(&self.db, &page)?;
                if follows {
                    // Pages are of the server's present life alone: if a late word of a former one
                    // was heard since, this one is heard after it.
                    meta::hear_of_life(&self.db, page.cursor.epoch)?;
                }
                Ok(if more { Next::Ask } else { Next::Rest })
            }
            Response::Image { lineage } => {
                let transaction = self.db.unchecked_transaction()?;
                // After a restore, what the server answered and has lost goes up again, and before
                // anything comes down.
                self.learn_of_life(&lineage)?;
                meta::set(&self.db, "pull_first", 0)?;
                meta::set(&self.db, "image_wanted", 1)?;
                transaction.commit()?;
                Ok(Next::Ask)
            }
            Response::Piece(piece) => {
                if meta::get::<i64>(&self.db, "image_wanted")?.unwrap_or(0) != 1 {
                    return Ok(Next::Ask); // a late double of an image that is built
                }
                self.take_piece(&piece)?;
                Ok(Next::Ask)
            }
            Response::Revoked { lineage } => {
                let next = self.hears_of(&lineage, Next::Wipe)?;
                // Nobody will put right here what was refused: an officer looks at it.
                Ok(if outbox::hand_over_all(&self.db)? { Next::Ask } else { next })
            }
            Response::Unknown { lineage } => self.hears_of(&lineage, Next::Rest),
        }
    }

    /// Whether the ledger's present life is another one than was heard of.
    fn learn_of_life(&self, lineage: &Lineage) -> Result<bool, StoreError> {
        let is_new = meta::life_heard_of(&self.db)? != Some(lineage.present());
        outbox::hear_of_life(&self.db, lineage)?;
        if is_new {
            lay_on::relay_all(&self.db)?;
        }
        Ok(is_new)
    }

    /// What a device does that may read nothing: in a new life of the ledger it offers again what it
    /// has, as every other one does.
    fn hears_of(&mut self, lineage: &Lineage, then: Next) -> Result<Next, SyncError> {
        let transaction = self.db.unchecked_transaction()?;
        let is_new = self.learn_of_life(lineage)?;
        meta::set(&self.db, "pull_first", 0)?;
        transaction.commit()?;
        Ok(if is_new { Next::Ask } else { then })
    }

    /// The server had nothing more to say, at this moment.
    pub fn note_sync(&self, now: Moment) -> Result<(), StoreError> {
        Ok(meta::set(&self.db, "last_sync", now.0)?)
    }

    /// When the server last had nothing more to say.
    pub fn last_sync(&self) -> Result<Option<Moment>, StoreError> {
        Ok(meta::get::<i64>(&self.db, "last_sync")?.map(Moment))
    }

    /// The image that was begun is gone from the server: the pieces that have come are of no use.
    pub fn begin_image_anew(&mut self) -> Result<(), SyncError> {
        self.db.execute("delete from piece", [])?;
        Ok(())
    }

    /// Takes the records anew at the next sync: the file was found damaged, or is not trusted.
    pub fn distrust(&mut self) -> Result<(), SyncError> {
        let cursor = Cursor { position: Position(0), scope: 0, ..self.cursor()? };
        Ok(meta::set_cursor(&self.db, cursor)?)
    }
}
