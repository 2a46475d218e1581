#pragma once
#include <sqlite3.h>

/// Has SQLite count no allocations. Only before its first use in a process; later it changes nothing.
static inline int gt_sqlite_without_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
