//! The app in a real Chromium against the real server: one program, so that the demo district is filled
//! once for all of them.

mod care;
mod devices;
mod hands;
mod households;
mod lists;
mod network;
mod photos;
mod registering;
mod same;
mod scan;
mod sheets;
mod sign_ups;
mod tabs;
mod walk;
