// The app without its looks: who is signed in on this device, and what outlives a person (the map of the
// district). The only thing that lives as long as the page.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "web/app/session.h"

namespace gezhi::app {

class App {
 public:
  // All of them live as long.
  App(const Ports& ports, const Texts& texts);

  // At start, before the first frame: what this device remembers. Nobody: what somebody left behind whose
  // page was closed at the wrong moment goes.
  void start();

  Session* session() const { return session_.get(); }  // nullptr: nobody is signed in
  DistrictMap& map() { return map_; }
  TimeMs now() const;

  // Errors: wrong_password, too_many_attempts, busy, no_network, server_error (their words:
  // `ui.login.<code>`).
  void sign_in(const std::string& name, const std::string& password,
               std::function<void(Result<Done>)> done);

  // Everything of the account leaves memory, screen and files once the frame is over. What was sent
  // nowhere (outbox, photos, drafts) stays on the device, sealed, and is there again when the same account
  // signs in.
  void sign_out();

  void heed(Event event);
  void tick();
  // After every frame.
  void frame_ended();

 private:
  void take_reply(const HttpReply& reply, const std::function<void(Result<Done>)>& done);
  void begin_session(const Account& account);
  void end_session();
  void forget_files();
  void say_signed_out();
  void settle_nobody();

  Ports ports_;
  const Texts& texts_;
  DistrictMap map_;
  std::unique_ptr<Session> session_;
  bool leaving_ = false;
  Lifeline alive_;
};

}  // namespace gezhi::app
