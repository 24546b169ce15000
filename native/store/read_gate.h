// Between the process that owns a store and others that read beside it. Who reads a database and its
// log without SQLite's locks must not have pages overwritten meanwhile: a reader holds the gate shared,
// the owner shuts it before it moves the log's pages into the database.
//
// Once shut it stays shut until the log is empty, or nobody writes any more: a log that was moved but not
// emptied is begun again by the next commit, under the feet of whoever reads it.
//
// Threads: the owner serialises.
#pragma once

#include <string>

namespace gezhi {

class ReadGate {
 public:
  explicit ReadGate(std::string folder) : path_(std::move(folder) + "/gezhi.read") {}
  ~ReadGate();
  ReadGate(const ReadGate&) = delete;
  ReadGate& operator=(const ReadGate&) = delete;

  // The owner's. False: another process is reading.
  bool shut();
  void open();
  bool is_shut() const { return shut_; }

  // A reader's, for its length; waits while it is shut. Where the file can't be made or opened (a copy on
  // a medium that can't be written) there is no owner either.
  class Share {
   public:
    explicit Share(const ReadGate& gate);
    ~Share();
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

   private:
    int file_ = -1;
  };

 private:
  std::string path_;
  int file_ = -1;
  bool shut_ = false;
};

}  // namespace gezhi
