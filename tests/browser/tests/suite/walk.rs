//! Door to door without a network: what came of each door is one tap, and the next one stands there.

use browser::{Browser, Server};

/// The house at which the volunteer stands.
async fn stands_at(volunteer: &Browser) -> String {
    volunteer.sees(".walk__now .row__mark").await;
    volunteer.text(".walk__now .row__mark").await
}

#[tokio::test]
async fn a_volunteer_goes_from_door_to_door_and_takes_back_what_was_a_slip() {
    let mut server = Server::start();
    let volunteer = Browser::open("walking").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    server.kill();
    volunteer.opens(&server, "/di-tung-nha").await;
    let first = stands_at(&volunteer).await;
    volunteer.has_no_barriers("door to door, on a phone").await;

    volunteer.presses(".walk__deeds-bar > .button:nth-of-type(1):not(:disabled)").await;
    volunteer.reads_in(".toast", "Vắng nhà").await;
    volunteer.reads("Hôm nay 1 nhà").await;
    let second = stands_at(&volunteer).await;
    volunteer.presses(".toast .button").await;
    volunteer.reads("Hôm nay 0 nhà").await;
    assert_eq!(stands_at(&volunteer).await, first, "he stands there again");
    volunteer.presses(".walk__deeds-bar > .button:nth-of-type(2):not(:disabled)").await;
    volunteer.reads_in(".toast", "Từ chối").await;
    assert_eq!(stands_at(&volunteer).await, second);
    volunteer.presses(".walk__deeds-bar > .button--main:not(:disabled)").await;
    volunteer.reads_in(".toast", "Đã đăng ký").await;
    volunteer.reads("Hôm nay 2 nhà").await;

    // A family at a door that is in no ledger yet: somebody was met there, and the walk goes on where it
    // was; with what was typed taken back, the door is gone too.
    let stood = stands_at(&volunteer).await;
    volunteer.presses(".walk__tools > .button").await;
    volunteer.types("#house", "1/1/1").await;
    volunteer.types("#p0-name", "Lâm Nhà Mới").await;
    volunteer.presses("label.choice:has(#dong-y)").await;
    // A second tap means the first: he is not led out of his walk.
    let twice =
        "for (let tap = 0; tap < 2; tap++) document.querySelector('button[form=ghi]').click()";
    volunteer.client.execute(twice, vec![]).await.unwrap();
    volunteer.reads_in(".doors", "Lâm Nhà").await;
    volunteer.reads("Hôm nay 3 nhà").await;
    volunteer.reads("Đã gặp 1").await;
    assert_eq!(stands_at(&volunteer).await, stood);
    volunteer.presses(".toast .button").await;
    volunteer.reads("Hôm nay 2 nhà").await;
    // Who types a door that is on record is told so, and joins who lives there.
    volunteer.presses(".walk__tools > .button").await;
    volunteer.types("#house", &stood).await;
    volunteer.presses(".notice li a:nth-of-type(2)").await;
    volunteer.reads("Thêm người vào hộ:").await;
    volunteer.types("#p0-name", "Lâm Đến Sau").await;
    volunteer.presses("label.choice:has(#dong-y)").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.reads_in(".toast", "Đã lưu").await;
    volunteer.presses(".toast .button").await;
    volunteer.reads_in(".toast", "Đã trả lại").await;
    volunteer.reads("Hôm nay 2 nhà").await;
    // Of a household in which nobody lives the first who is registered is the head.
    volunteer.presses_in(".doors .row", "0 người", "button").await;
    volunteer.presses(".walk__deeds-bar a.button--main").await;
    volunteer.reads("Chủ hộ").await;
    volunteer.types("#p0-name", "lâm dẫn đầu").await;
    volunteer.presses("label.choice:has(#dong-y)").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.reads_in(".doors", "Lâm Dẫn Đầu").await;
    volunteer.presses(".toast .button").await;
    volunteer.reads_in(".toast", "Đã trả lại").await;
    volunteer.presses_in(".doors .row", &stood, "button").await;
    // Who looks at a door's record and comes back stands where he stood.
    volunteer.presses(".walk__now .doors__record").await;
    volunteer.reads("Trong hộ").await;
    volunteer.client.back().await.unwrap();
    assert_eq!(stands_at(&volunteer).await, stood);

    // On a tablet the day's tally stands beside the doors.
    volunteer.client.set_window_size(820, 1180).await.unwrap();
    volunteer.has_no_barriers("door to door, on a tablet").await;
    volunteer.presses(".chips .chip:nth-child(6)").await;
    volunteer.reads_in(".doors", "Từ chối").await;
    // What was found today is taken back also when its word has gone.
    volunteer.presses_in(".doors .row", "Từ chối", "button").await;
    for _ in 0..2 {
        volunteer.presses(".walk__now .doors__note:last-of-type").await;
        volunteer.reads("Hôm nay 1 nhà").await;
        volunteer.presses(".toast .button").await;
        volunteer.reads("Hôm nay 2 nhà").await;
    }
    volunteer.presses(".walk__now .doors__note:last-of-type").await;
    volunteer.reads("Hôm nay 1 nhà").await;
    volunteer.presses(".chips .chip:nth-child(1)").await;
    volunteer.presses(".walk__deeds-bar > .button:nth-of-type(2):not(:disabled)").await;
    volunteer.reads("Hôm nay 2 nhà").await;

    server.start_again();
    volunteer.sends_all(&server).await;
    let officer = Browser::open("reading-the-walk").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/di-tung-nha").await;
    officer.chooses("#kp", "Khu phố 2, Phường 4").await;
    officer.reads("Hôm nay 2 nhà").await;
    volunteer.close().await;
    officer.close().await;
}
