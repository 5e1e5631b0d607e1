//! Photos: taken without a network, made small on the device, sent in pieces over a bad line, seen by
//! others, and gone when they are deleted.

use std::path::{Path, PathBuf};

use browser::{Asked, Browser, Line, Mishap, Server, Site, files_below, holds};

/// A picture as large as a camera's, in a file that a phone would never send as it is.
fn a_picture(folder: &Path) -> PathBuf {
    let (width, height) = (2400_u32, 1800_u32);
    let size = 54 + width * height * 3;
    let mut bytes = Vec::with_capacity(size as usize);
    bytes.extend(b"BM");
    bytes.extend(size.to_le_bytes());
    bytes.extend([0; 4]);
    for word in [54, 40, width, height, 1 | 24 << 16, 0, size - 54, 2835, 2835, 0, 0] {
        bytes.extend(word.to_le_bytes());
    }
    for row in 0..height {
        for column in 0..width {
            // Not all one colour: a real photo does not pack to nothing.
            let shade = ((row * row / 97 + column * column / 61) % 251) as u8;
            bytes.extend([shade, (row / 8) as u8, (column / 10) as u8]);
        }
    }
    let path = folder.join("anh.bmp");
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Chooses a picture on the page that is open; gives the file.
async fn chooses_a_picture(browser: &Browser) -> PathBuf {
    let picture = a_picture(&browser.profile.0);
    let input = browser.sees("#anh-moi").await;
    input.send_keys(picture.to_str().unwrap()).await.unwrap();
    browser.sees(".photos__chosen img").await;
    picture
}

async fn opens_an_event(browser: &Browser, site: &impl Site) -> String {
    browser.opens(site, "/su-kien").await;
    browser.presses(".row__link").await;
    browser.sees("#anh").await;
    let address = browser.client.current_url().await.unwrap();
    address.path().to_owned()
}

/// The files that the server has whole.
fn kept(server: &Server) -> Vec<PathBuf> {
    let mut kept = files_below(&server.folder().join("files"));
    kept.retain(|path| !path.components().any(|part| part.as_os_str() == "coming"));
    kept
}

#[tokio::test]
async fn a_photo_is_taken_offline_sent_in_pieces_and_seen_by_others() {
    let server = Server::start();
    let line = Line::to(&server);
    let officer = Browser::open("who-photographs").await;
    officer.signs_in(&line, "canboquan", "246810").await;
    officer.has_the_app_for_offline().await;
    let event = opens_an_event(&officer, &line).await;

    line.is_down(true);
    let picture = chooses_a_picture(&officer).await;
    officer.presses(".photos__new button[type=submit]").await;
    officer.reads("Hỏi người trong ảnh trước").await;
    officer.types("#anh-chu-thich", "Trao học bổng").await;
    officer.presses("label.choice:has(#anh-dong-y)").await;
    officer.presses(".photos__new button[type=submit]").await;
    officer.sees(".photos__one img").await;
    officer.reads_in(".status", "1 ảnh chưa gửi").await;
    std::fs::remove_file(picture).unwrap();

    // The record goes first, then the thumbnail; pieces are cut, doubled, and their answers lost.
    line.is_down(false);
    line.plans(&[Mishap::AnswerLost, Mishap::CutUp, Mishap::AnswerLost, Mishap::Twice]);
    officer.opens(&line, "/viec-gui").await;
    officer.sends_all(&line).await;
    let waits = tokio::time::Instant::now();
    while kept(&server).len() < 2 {
        assert!(waits.elapsed().as_secs() < 120, "{:?}", line.asked());
        officer.presses(".action .button--main").await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    let asked = line.asked();
    let first_piece = asked.iter().position(|asked| matches!(asked, Asked::File(_))).unwrap();
    let pushed = asked.iter().rposition(|asked| *asked == Asked::Push).unwrap();
    assert!(pushed < first_piece, "work goes before photos: {asked:?}");
    let mut sizes: Vec<u64> =
        kept(&server).iter().map(|path| path.metadata().unwrap().len()).collect();
    sizes.sort_unstable();
    assert!(sizes[0] < 40_000, "a thumbnail: {sizes:?}");
    assert!(sizes[1] < 900_000, "a photo that was made small: {sizes:?}");

    let other = Browser::open("who-looks").await;
    other.signs_in(&server, "canboquan", "246810").await;
    other.opens(&server, &event).await;
    other.sees(".photos__one img").await;
    other.has_no_barriers("photos").await;
    other.presses(".photos__one").await;
    other.sees("dialog[open] .photo__frame img").await;
    other.reads_in("dialog[open]", "Trao học bổng").await;
    let script = "return document.querySelector('dialog[open] .photo__frame img')?.naturalWidth";
    let width = other.client.execute(script, vec![]).await.unwrap();
    assert_eq!(width, 1600);
    // Nothing of it can be read on either disk.
    let photo = std::fs::read(&kept(&server)[0]).unwrap();
    let middle = photo.len() / 2;
    for browser in [&officer, &other] {
        assert_eq!(holds(&browser.profile.0, &photo[middle..middle + 64]), None);
    }

    // It is deleted, and goes from the other device.
    officer.opens(&line, &event).await;
    officer.presses(".photos__one").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.reads_in("dialog[open]:not(.sheet--photo)", "Xoá ảnh này?").await;
    officer.presses("dialog[open]:not(.sheet--photo) .sheet__foot .button--danger").await;
    officer.counts_of(".photos__one", 0).await;
    officer.sends_all(&line).await;
    other.opens(&server, "/viec-gui").await;
    other.presses(".action .button--main").await;
    other.opens(&server, &event).await;
    other.counts_of(".photos__one", 0).await;
    other.close().await;
    officer.close().await;
}

#[tokio::test]
async fn what_was_chosen_stays_while_others_words_come_down() {
    let server = Server::start();
    let officer = Browser::open("who-chooses").await;
    officer.signs_in(&server, "canboquan", "246810").await;
    officer.opens_person(&server, "nguyen").await;
    chooses_a_picture(&officer).await;
    let person = officer.client.current_url().await.unwrap();

    let other = Browser::open("who-writes-meanwhile").await;
    other.signs_in(&server, "canboquan", "135790").await;
    other.opens(&server, person.path()).await;
    other.presses("a[href$='/sua']").await;
    other.types("#phone", "0903000009").await;
    other.presses("button[form=ghi]").await;
    other.reads("Đã lưu trên máy này").await;
    other.sends_all(&server).await;
    other.close().await;

    officer.reads_in("dl.record", "0903 000 009").await;
    assert!(officer.shows(".photos__chosen img").await, "the photo that was chosen is still there");
    officer.close().await;
}
