//! The network between devices and the server: it loses, doubles, reorders and cuts.

use domain::wire::{self, Request, Response};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::faults::{Fault, Faults, Rates};

/// Bytes under way.
#[derive(Clone)]
pub struct Packet {
    pub device: usize,
    pub due: u64,
    pub bytes: Vec<u8>,
    pub way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

#[derive(Default)]
pub struct Network {
    under_way: Vec<Packet>,
}

impl Network {
    /// Sends bytes; what becomes of them is drawn.
    pub fn send(
        &mut self,
        mut packet: Packet,
        rates: &Rates,
        rng: &mut ChaCha8Rng,
        faults: &mut Faults,
    ) {
        let mut happens = |rate: u32| rate > 0 && rng.random_ratio(rate.min(1000), 1000);
        if happens(rates.lost) {
            faults.fired(match packet.way {
                Way::Up => Fault::RequestLost,
                Way::Down => Fault::AnswerLost,
            });
            return;
        }
        if packet.way == Way::Down && happens(rates.error_page) {
            faults.fired(Fault::ErrorPage);
            packet.bytes = b"<html>502 Bad Gateway</html>".to_vec();
        }
        if happens(rates.cut) {
            faults.fired(Fault::CutInTheMiddle);
            let length = packet.bytes.len();
            packet.bytes.truncate(rng.random_range(0..=length));
        }
        let mut happens = |rate: u32| rate > 0 && rng.random_ratio(rate.min(1000), 1000);
        if happens(rates.doubled) {
            faults.fired(Fault::Doubled);
            let due = packet.due + rng.random_range(0..8);
            self.under_way.push(Packet { due, ..packet.clone() });
        } else if happens(rates.reordered) {
            faults.fired(Fault::Reordered);
            packet.due += rng.random_range(1..12);
        }
        self.under_way.push(packet);
    }

    /// The packets that arrive by now.
    pub fn arrived(&mut self, now: u64) -> Vec<Packet> {
        let (arrived, under_way) =
            std::mem::take(&mut self.under_way).into_iter().partition(|packet| packet.due <= now);
        self.under_way = under_way;
        arrived
    }
}

/// A request as it arrives; foreign bytes are none.
pub fn request(bytes: &[u8]) -> Option<Request> {
    wire::read(bytes).ok()
}

/// An answer as it arrives.
pub fn response(bytes: &[u8]) -> Option<Response> {
    wire::read(bytes).ok()
}
