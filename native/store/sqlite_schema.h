// The tables of the SQLite store and how a connection that writes is set up.
#pragma once

#include "native/store/sqlite.h"

namespace gezhi {

inline constexpr int kSchemaVersion = 4;
inline constexpr int kSchemaOther = -2;  // as SqliteError::code()

// Sets the write connection up and makes the tables.
void prepare_schema(SqliteConnection& connection);

// For a connection that only reads.
void check_schema(const SqliteConnection& connection);

}  // namespace gezhi
