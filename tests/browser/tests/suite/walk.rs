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

    // On a tablet the day's tally stands beside the doors.
    volunteer.client.set_window_size(820, 1180).await.unwrap();
    volunteer.has_no_barriers("door to door, on a tablet").await;
    volunteer.presses(".chips .chip:nth-child(6)").await;
    volunteer.reads_in(".doors", "Từ chối").await;

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
