"""A disk on which every sync takes 5 ms longer: a library that is loaded before the C library."""

import shutil
import subprocess
from pathlib import Path

_SHIM = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static void wait5(void) { struct timespec t = {0, 5000000}; nanosleep(&t, 0); }
int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = (int (*)(int)) dlsym(RTLD_NEXT, "fsync");
    int result = real(fd); wait5(); return result;
}
int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
    int result = real(fd); wait5(); return result;
}
"""


def slow_disk(folder: str) -> str:
    """The path of the library, readable by every account; empty where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        return ""
    source, library = Path(folder) / "slow.c", Path(folder) / "slow.so"
    source.write_text(_SHIM)
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    Path(folder).chmod(0o755)
    library.chmod(0o755)
    return str(library)
