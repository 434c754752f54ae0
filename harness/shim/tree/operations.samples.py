"""Does a seeded sequence of operations in the folder it is started in, and prints what came of each,
and then the whole tree. What it prints must not depend on the file system. Arguments: seed, count."""
import ctypes, errno, fcntl, mmap, os, random, stat, sys

seed, count = int(sys.argv[1]), int(sys.argv[2])
draw = random.Random(seed)
libc = ctypes.CDLL(None, use_errno=True)
AT_FDCWD, PUNCH, KEEP = -100, 2, 1
names = [b"a", b"b", b"c", b"d\xff\xfe", b"e e", b"n\nl", b"x" * 255, b"\xc3\xa4"]
open_files = []
# Files of which tmpfs alone has pages that hold nothing: made by fallocate, or touched in a mapping.
has_own_pages = set()


def path():
    depth = draw.choice([0, 0, 0, 1, 1, 2])
    parts = [draw.choice(names[:2]) for _ in range(depth)] + [draw.choice(names)]
    return b"/".join(parts)


def call(function, *arguments):
    ctypes.set_errno(0)
    if function(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "")


def data():
    size = draw.choice([0, 1, 5, 100, 4095, 4096, 4097, 9000, 70000])
    return bytes([draw.randrange(256)]) * size


def offset():
    return draw.choice([0, 1, 4095, 4096, 5000, 100000, 1 << 22])


def op_open():
    flags = draw.choice([os.O_RDONLY, os.O_WRONLY, os.O_RDWR]) | os.O_NONBLOCK
    for bit in (os.O_CREAT, os.O_EXCL, os.O_TRUNC, os.O_APPEND, os.O_NOFOLLOW, os.O_DIRECTORY):
        if draw.random() < (0.6 if bit == os.O_CREAT else 0.15):
            flags |= bit
    if flags & os.O_DIRECTORY:
        flags &= ~os.O_CREAT
    descriptor = os.open(path(), flags, draw.choice([0o644, 0o600, 0o755]))
    open_files.append(descriptor)
    if len(open_files) > 6:
        os.close(open_files.pop(draw.randrange(len(open_files))))


def some():
    if not open_files:
        raise OSError(errno.EBADF, "")
    return draw.choice(open_files)


def op_write():
    return os.pwrite(some(), data(), offset())


def op_append():
    return os.write(some(), data())


def op_read():
    return hash_of(os.pread(some(), draw.choice([1, 100, 5000, 200000]), offset()))


def op_close():
    if open_files:
        os.close(open_files.pop(draw.randrange(len(open_files))))


def op_ftruncate():
    os.ftruncate(some(), offset())


def op_allocate():
    mode = draw.choice([0, KEEP, PUNCH | KEEP, PUNCH, 0x10, 0x08])
    length = draw.choice([1, 4096, 10000])
    descriptor = some()
    has_own_pages.add(os.fstat(descriptor).st_ino)
    call(libc.fallocate, descriptor, mode, ctypes.c_long(offset()), ctypes.c_long(length))


def op_seek():
    # The end of a folder is the kernel's own affair: EINVAL in tmpfs, its size in FUSE.
    descriptor = some()
    is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
    return os.lseek(descriptor, 0, os.SEEK_CUR if is_folder else os.SEEK_END)


def op_map():
    descriptor = some()
    size = os.fstat(descriptor).st_size
    if size == 0 or not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return "empty"
    has_own_pages.add(os.fstat(descriptor).st_ino)
    with mmap.mmap(descriptor, size, mmap.MAP_SHARED) as area:
        at = draw.randrange(size)
        area[at] = draw.randrange(256)
        area.flush()


def op_copy_range():
    source, target = some(), some()
    if source == target or not stat.S_ISREG(os.fstat(source).st_mode):
        return "same"
    return os.copy_file_range(source, target, 5000, 0, offset())


def op_rename2():
    flags = draw.choice([1, 2, 3, 8])
    call(libc.renameat2, AT_FDCWD, path(), AT_FDCWD, path(), flags)


def op_tmpfile():
    descriptor = os.open(draw.choice([b".", b"a", b"b"]), os.O_TMPFILE | os.O_RDWR, 0o640)
    os.write(descriptor, b"nameless")
    target = path()
    try:
        if draw.random() < 0.7:
            source = f"/proc/self/fd/{descriptor}".encode()
            call(libc.linkat, AT_FDCWD, source, AT_FDCWD, target, 0x400)
    finally:
        links = os.fstat(descriptor).st_nlink
        os.close(descriptor)
    return links


def op_lock():
    descriptor = some()
    fcntl.flock(descriptor, draw.choice([fcntl.LOCK_SH, fcntl.LOCK_EX, fcntl.LOCK_UN]) | fcntl.LOCK_NB)
    fcntl.lockf(descriptor, draw.choice([fcntl.LOCK_SH, fcntl.LOCK_EX, fcntl.LOCK_UN]) | fcntl.LOCK_NB)


def op_times():
    seconds = draw.choice([0, 1, -5, 1_000_000_000, 4_000_000_000])
    where = path()
    os.utime(where, ns=(seconds * 10**9 + 7, seconds * 10**9 + 123456789), follow_symlinks=False)
    found = os.lstat(where)
    return found.st_atime_ns, found.st_mtime_ns


def op_set_xattr():
    key = draw.choice(["user.one", "user.two", "user." + "k" * 250, "wrong", "system.no"])
    os.setxattr(path(), key, data()[:3000], draw.choice([0, os.XATTR_CREATE, os.XATTR_REPLACE]))


def op_get_xattr():
    where = path()
    listed = sorted(os.listxattr(where))
    return listed, [hash_of(os.getxattr(where, key)) for key in listed]


def op_stat():
    found = os.lstat(path())
    return described(found)


def op_list():
    return sorted(os.listdir(draw.choice([b".", path()])))


def op_extents():
    descriptor = some()
    found, at = [], 0
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return "folder"
    if os.fstat(descriptor).st_ino in has_own_pages:
        return "has own pages"
    try:
        while True:
            at = os.lseek(descriptor, at, os.SEEK_DATA)
            found.append(at)
            at = os.lseek(descriptor, at, os.SEEK_HOLE)
            found.append(at)
    except OSError as error:
        found.append(errno.errorcode[error.errno])
    return found


operations = [
    (9, op_open), (5, op_write), (3, op_append), (4, op_read), (3, op_close), (3, op_ftruncate),
    (2, op_allocate), (1, op_seek), (1, op_map), (1, op_copy_range), (3, op_rename2), (2, op_tmpfile),
    (1, op_lock), (2, op_times), (2, op_set_xattr), (2, op_get_xattr), (4, op_stat), (2, op_list),
    (2, op_extents),
    (4, lambda: os.rename(path(), path())),
    (2, lambda: os.unlink(path())),
    (8, lambda: os.mkdir(path(), draw.choice([0o755, 0o700, 0o1777, 0o2755]))),
    (2, lambda: os.rmdir(path())),
    (2, lambda: os.symlink(draw.choice([b"a", b"b", b"../a", b"\xff", b"z" * 4000]), path())),
    (2, lambda: os.readlink(path())),
    (3, lambda: os.link(path(), path(), follow_symlinks=False)),
    (2, lambda: os.chmod(path(), draw.choice([0o644, 0o755, 0o4755, 0o2755, 0o600]))),
    (1, lambda: os.chown(path(), 0, 0, follow_symlinks=False)),
    (1, lambda: os.truncate(path(), offset())),
    (1, lambda: os.mkfifo(path(), 0o644)),
    (1, lambda: os.fsync(some())),
    (1, lambda: os.open(b"y" * 256, os.O_RDONLY)),
    (1, lambda: os.rename(path(), b"y" * 300)),
]


def hash_of(content):
    import hashlib
    return len(content), hashlib.sha256(content).hexdigest()[:12]


def described(found):
    is_folder = stat.S_ISDIR(found.st_mode)
    size = 0 if is_folder else found.st_size
    return oct(found.st_mode), found.st_uid, found.st_gid, found.st_nlink, size


def tell_all():
    for folder, folders, files in os.walk(b"."):
        folders.sort()
        for name in sorted(folders + files):
            where = os.path.join(folder, name)
            found = os.lstat(where)
            content = ""
            if stat.S_ISREG(found.st_mode):
                with open(where, "rb") as file:
                    content = hash_of(file.read())
            if stat.S_ISLNK(found.st_mode):
                content = os.readlink(where)
            print(where, described(found), content)


os.umask(0o022)
weights, functions = zip(*operations)
for number in range(count):
    function = draw.choices(functions, weights)[0]
    state = draw.getstate()
    try:
        outcome = function()
    except OSError as error:
        outcome = errno.errorcode[error.errno]
    except ValueError as error:
        outcome = str(error)
    # However much an operation has drawn before it failed, the next one starts from the same place.
    draw.setstate(state)
    draw.random()
    draw.seed(draw.getrandbits(64))
    name = getattr(function, "__name__")
    print(number, name, outcome)
tell_all()
