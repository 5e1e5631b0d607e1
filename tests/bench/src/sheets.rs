//! An officer's sheet of 60,000 people: looked through, recorded, sent and taken back, in a browser that
//! is used meanwhile.

use std::path::Path;
use std::time::Instant;

use browser::{Browser, Server};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_xlsxwriter::Workbook;

use crate::device::usable_after;
use crate::table::Table;

const LINES: u32 = 60_000;

/// In each household.
const PEOPLE: u32 = 4;

pub async fn run(table: &mut Table) {
    let server = Server::start();
    let browser = Browser::open("bench-sheets").await;
    let sheet = browser.profile.0.join("hoi-vien.xlsx");
    write(&sheet);
    browser.opens_cover(&server).await;
    usable_after(&browser, "canboquan").await;
    browser.has_the_app_for_offline().await;
    browser.is_patient().await;
    browser.opens(&server, "/nguoi/nhap").await;
    let begun = Instant::now();
    let input = browser.sees("#tep-bang-tinh").await;
    input.send_keys(&sheet.to_string_lossy()).await.expect("the file is chosen");
    browser.chooses("#nhap-dong-y", "Ký giấy").await;
    seconds(table, "a sheet of 60,000 people opened", 10.0, begun);
    browser.client.execute(WATCH, vec![]).await.expect("frames are watched");
    let begun = Instant::now();
    browser.presses("form.import button[type=submit]").await;
    browser.sees(".tally").await;
    seconds(table, "… looked through, each line held against 64,823 on record", 60.0, begun);
    table.at_most("… memory then", 500.0, browser.memory(), "MB");
    let begun = Instant::now();
    browser.presses("main .button--main").await;
    browser.reads_in("main h2", "Đã nhập").await;
    seconds(table, "… recorded, each household and person", 180.0, begun);
    let stood = browser.client.execute("return window.stood", vec![]).await;
    let stood = stood.ok().and_then(|stood| stood.as_f64()).unwrap_or(f64::INFINITY);
    table.at_most("… the longest that the page stood still meanwhile", 200.0, stood, "ms");
    table.at_most("… memory then", 600.0, browser.memory(), "MB");
    let begun = Instant::now();
    browser.has_sent_all().await;
    seconds(table, "… sent and answered", 180.0, begun);
    let begun = Instant::now();
    browser.presses_in("main .form div", "Hoàn tác", ".button").await;
    browser.presses("dialog[open] .button--danger").await;
    browser.reads_in("main", "Đã hoàn tác").await;
    seconds(table, "… taken back", 180.0, begun);
    browser.close().await;
}

fn seconds(table: &mut Table, what: &'static str, budget: f64, begun: Instant) {
    table.at_most(what, budget, begun.elapsed().as_secs_f64(), "s");
}

/// Notes the longest time between two frames, in milliseconds.
const WATCH: &str = "window.stood = 0;
    let last = performance.now();
    const frame = now => { window.stood = Math.max(window.stood, now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);";

fn write(path: &Path) {
    let mut chance = ChaCha8Rng::seed_from_u64(11);
    let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
    let families = words("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý");
    let middles = words("Văn Thị Minh Kim Hữu Thanh Ngọc Đức Hoài Quốc Xuân Thu Bảo Gia Anh Tuấn");
    let given = words(
        "An Bình Chi Dung Duy Giang Hà Hải Hạnh Hiếu Hòa Hùng Hương Khánh Khoa Lan Linh Long Mai \
         Minh Nam Nga Nhân Oanh Phong Phúc Quân Quỳnh Sơn Tâm Thảo Thắng Trang Trí Tú Uyên Vân Vinh Yến",
    );
    let streets =
        ["Hoàng Văn Thụ", "Lê Bình", "Út Tịch", "Nghĩa Phát", "Phạm Văn Hai", "Bành Văn Trân"];
    let relations = ["Chủ hộ", "Vợ", "Con", "Con"];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let heads = [
        "STT",
        "Hộ số",
        "Họ và tên",
        "Ngày sinh",
        "Giới tính",
        "Quan hệ",
        "Số nhà",
        "Đường",
        "Khu phố",
        "Phường",
        "Điện thoại",
    ];
    for (place, head) in (0..).zip(heads) {
        sheet.write(0, place, head).expect("a head");
    }
    for line in 0..LINES {
        let household = line / PEOPLE;
        let words = [&families, &middles, &given];
        let name = words.map(|of| *of.choose(&mut chance).expect("there are some")).join(" ");
        let (day, month) = (chance.random_range(1..29), chance.random_range(1..13));
        let year = chance.random_range(1940..2020);
        let cells = [
            (line + 1).to_string(),
            (household + 1).to_string(),
            name,
            format!("{day}/{month}/{year}"),
            if chance.random() { "Nam".into() } else { "Nữ".into() },
            relations[(line % PEOPLE) as usize].into(),
            format!("{}/{}", household / 50 + 1, household % 50 + 1),
            streets[household as usize % streets.len()].into(),
            format!("KP {}", household % 2 + 1),
            format!("P.{}", household % 15 + 1),
            format!("09{:08}", 10_000_000 + line),
        ];
        for (place, cell) in (0..).zip(cells) {
            sheet.write_string(line + 1, place, cell).expect("a cell");
        }
    }
    workbook.save(path).expect("the sheet is written");
}
