/** For tests: logs of `strace -f -k`, as Debian 12's strace 6.1 has written them, shortened. */

/** Two writes of a GPT by a program in Go. */
export const goLog = `101   execve("/bin/r", ["/bin/r", "/home/d.img"], 0x7ff /* 16 vars */) = 0
101 pwrite64(8</home/d.img>, ""..., 16384, 1024) = 16384
 > /bin/r(internal/runtime/syscall/linux.Syscall6+0xe) [0x970e]
 > /bin/r(syscall.Syscall6+0x6a) [0xb390a]
 > /bin/r(syscall.pwrite+0x45) [0xb2f85]
 > /bin/r(internal/poll.(*FD).Pwrite+0x1bf) [0xcc17f]
 > /bin/r(os.(*File).WriteAt+0x175) [0xd18d5]
 > /bin/r(github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write.func1+0x63) [0x107883]
 > /bin/r(github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write+0x42f) [0x10774f]
 > /bin/r(github.com/diskfs/go-diskfs/disk.(*Disk).Partition+0x56) [0x1b5f16]
 > /bin/r(github.com/diskfs/partitionresizer.updatePartitions+0x730) [0x1c3990]
 > /bin/r(github.com/diskfs/partitionresizer.resize+0xb1) [0x1c31d1]
 > /bin/r(github.com/diskfs/partitionresizer.Run+0x6c5) [0x1c7ca5]
 > /bin/r(main.init.func1.1+0x406) [0x1eb026]
 > /bin/r(github.com/spf13/cobra.(*Command).execute+0xafb) [0x1de7bb]
 > /bin/r(github.com/spf13/cobra.(*Command).ExecuteC+0x465) [0x1defc5]
 > /bin/r(main.main+0x1f) [0x1eb7bf]
 > /bin/r(runtime.main+0x2d5) [0x4d5d5]
 > /bin/r(runtime.goexit.abi0+0x1) [0x87b41]
101 pwrite64(8</home/d.img>, ""..., 512, 512) = 512
 > /bin/r(internal/runtime/syscall/linux.Syscall6+0xe) [0x970e]
 > /bin/r(syscall.Syscall6+0x6a) [0xb390a]
 > /bin/r(syscall.pwrite+0x45) [0xb2f85]
 > /bin/r(internal/poll.(*FD).Pwrite+0x1bf) [0xcc17f]
 > /bin/r(os.(*File).WriteAt+0x175) [0xd18d5]
 > /bin/r(github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write.func1+0x63) [0x107883]
 > /bin/r(github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write+0x46e) [0x10778e]
 > /bin/r(github.com/diskfs/go-diskfs/disk.(*Disk).Partition+0x56) [0x1b5f16]
 > /bin/r(github.com/diskfs/partitionresizer.updatePartitions+0x730) [0x1c3990]
 > /bin/r(github.com/diskfs/partitionresizer.resize+0xb1) [0x1c31d1]
 > /bin/r(github.com/diskfs/partitionresizer.Run+0x6c5) [0x1c7ca5]
 > /bin/r(main.init.func1.1+0x406) [0x1eb026]
 > /bin/r(github.com/spf13/cobra.(*Command).execute+0xafb) [0x1de7bb]
 > /bin/r(github.com/spf13/cobra.(*Command).ExecuteC+0x465) [0x1defc5]
 > /bin/r(main.main+0x1f) [0x1eb7bf]
 > /bin/r(runtime.main+0x2d5) [0x4d5d5]
 > /bin/r(runtime.goexit.abi0+0x1) [0x87b41]
`;

/** A script for sh: a pipe, what the shell writes itself, a subshell, programs. */
export const scriptLog = `17995 execve("/bin/sh", ["sh", "s.sh", "d.img"], 0x7f /* 3 vars */) = 0
17995 clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f31cc02da10) = 17996
17995 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>
17996 write(1<pipe:[6254000]>, "hello", 5) = 5
17995 <... clone resumed>, child_tidptr=0x7f31cc02da10) = 17997
17997 execve("/bin/dd", ["dd", "of=d.img", "bs=1", "seek=10"], 0x555 /* 35 vars */) = 0
17997 write(1</home/d.img>, "h", 1) = 1
 > /lib/libc.so.6(__write+0x10) [0xf8350]
 > /bin/dd() [0x5b7c]
 > /bin/dd() [0x3438]
 > /lib/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /lib/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /bin/dd() [0x4451]
17997 write(1</home/d.img>, "e", 1) = 1
 > /lib/libc.so.6(__write+0x10) [0xf8350]
 > /bin/dd() [0x5b7c]
 > /bin/dd() [0x3438]
 > /lib/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /lib/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /bin/dd() [0x4451]
17995 write(1</home/d.img>, "built in", 8) = 8
 > /lib/libc.so.6(__write+0x10) [0xf8350]
 > /bin/dash() [0x13652]
 > /bin/dash() [0x6d4c]
 > /bin/dash() [0x7453]
 > /bin/dash() [0x620f]
 > /bin/dash() [0xdbc5]
 > /bin/dash() [0x470f]
 > /lib/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /lib/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /bin/dash() [0x4781]
17995 clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f31cc02da10) = 17998
17998 write(1</home/d.img>, "subshell", 8) = 8
 > /lib/libc.so.6(__write+0x10) [0xf8350]
 > /bin/dash() [0x13652]
 > /bin/dash() [0x6d4c]
 > /bin/dash() [0x7453]
 > /bin/dash() [0x620f]
 > /bin/dash() [0x6b3a]
 > /bin/dash() [0x620f]
 > /bin/dash() [0xdbc5]
 > /bin/dash() [0x470f]
 > /lib/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /lib/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /bin/dash() [0x4781]
17995 vfork( <unfinished ...>
17999 execve("/bin/truncate", ["truncate", "-s", "4M", "d.img"], 0x5 /* 3 vars */ <unfinished ...>
17995 <... vfork resumed>)              = 17999
17999 <... execve resumed>)             = 0
17999 ftruncate(3</home/d.img>, 4194304) = 0
 > /lib/libc.so.6(ftruncate+0x7) [0x100057]
 > /bin/truncate() [0x28fc]
 > /lib/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /lib/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /bin/truncate() [0x2d41]
17995 vfork( <unfinished ...>
18000 execve("/bin/fallocate", ["fallocate", "-l", "4096", "d.img"], 0x5 <unfinished ...>
17995 <... vfork resumed>)              = 18000
18000 <... execve resumed>)             = 0
18000 fallocate(3</home/d.img>, FALLOC_FL_ZERO_RANGE, 4096, 4096) = 0
 > /lib/libc.so.6(fallocate+0x13) [0xfcdc3]
 > /bin/fallocate() [0x2b34]
 > /lib/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /lib/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /bin/fallocate() [0x3051]
`;
