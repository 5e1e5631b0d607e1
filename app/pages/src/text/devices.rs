//! What is said of devices and of the work that lies on them.

use domain::health::{Care, DeviceHealth};
use domain::text::{Label, Language, whole};

use crate::components::when;

/// What somebody should look after, in a few words.
pub const fn care(care: Care) -> Label {
    match care {
        Care::Silent => Label("im lặng quá 7 ngày", "silent for more than 7 days"),
        Care::LongUnsent => Label("chưa gửi quá 1 ngày", "unsent for more than a day"),
        Care::Refused => Label("có mục bị từ chối", "has refused entries"),
        Care::LittleRoom => Label("sắp hết chỗ chứa", "short of room"),
        Care::OldVersion => Label("chưa lên bản mới", "not on the new version"),
    }
}

/// What becomes of devices on which work lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AtRisk {
    /// Their ledger is wiped once it is sent.
    Wiped,
    /// They keep it, and read less.
    Emptied,
}

/// What lies on devices alone, as far as the server knows, before they are taken out of use. `devices`:
/// `None` if it did not say. Of no devices there is nothing to say.
pub fn at_risk(
    devices: Option<&[DeviceHealth]>,
    will_be: AtRisk,
    language: Language,
) -> Option<String> {
    let Some(devices) = devices else {
        return Label(
            "Chưa hỏi được máy chủ, nên không biết trên máy còn việc chưa gửi hay không.",
            "The server could not be asked, so it is not known what has not been sent.",
        )
        .in_language(language)
        .to_owned()
        .into();
    };
    let lines: Vec<String> = devices
        .iter()
        .filter(|device| device.revoked.is_none())
        .map(|device| of_device(device, will_be, language))
        .collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn of_device(device: &DeviceHealth, will_be: AtRisk, language: Language) -> String {
    let vietnamese = language == Language::Vietnamese;
    let unnamed = super::UNNAMED_DEVICE.in_language(language);
    let name = if device.label.is_empty() { unnamed } else { &device.label };
    let seen = device.seen.map(when).unwrap_or_default();
    let Some(health) = &device.health else {
        return if vietnamese {
            format!("{name}: máy chưa báo gì, nên không biết trên đó còn việc chưa gửi hay không.")
        } else {
            format!("{name}: it has said nothing yet, so it is not known what has not been sent.")
        };
    };
    if health.at_risk() == 0 {
        return if vietnamese {
            format!(
                "{name}: lúc {seen} máy báo đã gửi hết; từ đó đến nay có ghi thêm gì thì chưa rõ."
            )
        } else {
            format!(
                "{name}: at {seen} it said that all is sent; what was recorded since is not known."
            )
        };
    }
    let count = |count: u64, vi: &str, en: &str| {
        let words = if vietnamese { vi } else { en };
        (count > 0).then(|| format!("{} {words}", whole(count as i64)))
    };
    let parts = [
        count(health.waiting, "thay đổi chưa gửi", "changes unsent"),
        count(health.refused, "mục bị từ chối", "entries refused"),
        count(health.begun, "phiếu viết dở", "forms begun"),
        count(health.photos, "ảnh chưa gửi", "photos unsent"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let parts = parts.join(", ");
    let oldest = health.oldest.map(when);
    let loses_forms = will_be == AtRisk::Wiped && health.begun > 0;
    if vietnamese {
        let oldest = oldest.map(|at| format!(", cũ nhất từ {at}")).unwrap_or_default();
        let lost = if loses_forms { " Phiếu viết dở sẽ mất." } else { "" };
        format!("{name}: còn {parts}{oldest} (máy báo lúc {seen}).{lost}")
    } else {
        let oldest = oldest.map(|at| format!(", the oldest of {at}")).unwrap_or_default();
        let lost = if loses_forms { " Forms that were begun will be lost." } else { "" };
        format!("{name}: {parts}{oldest} (it said at {seen}).{lost}")
    }
}
