/** For tests: logs of `strace -f -k`, as Debian 12's strace 6.1 has written them, shortened. */

/** Two writes of a GPT by a program in Go. */
export const goLog = `101   execve("/usr/local/bin/resizer", ["/usr/local/bin/resizer", "--grow-partition", "label:EFI System:44M", "/home/user/disk.img"], 0x7fff2e6c5810 /* 16 vars */) = 0
101 pwrite64(8</home/user/disk.img>, ""..., 16384, 1024) = 16384
 > /usr/local/bin/resizer(internal/runtime/syscall/linux.Syscall6+0xe) [0x970e]
 > /usr/local/bin/resizer(syscall.Syscall6+0x6a) [0xb390a]
 > /usr/local/bin/resizer(syscall.pwrite+0x45) [0xb2f85]
 > /usr/local/bin/resizer(internal/poll.(*FD).Pwrite+0x1bf) [0xcc17f]
 > /usr/local/bin/resizer(os.(*File).WriteAt+0x175) [0xd18d5]
 > /usr/local/bin/resizer(github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write.func1+0x63) [0x107883]
 > /usr/local/bin/resizer(github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write+0x42f) [0x10774f]
 > /usr/local/bin/resizer(github.com/diskfs/go-diskfs/disk.(*Disk).Partition+0x56) [0x1b5f16]
 > /usr/local/bin/resizer(github.com/diskfs/partitionresizer.updatePartitions+0x730) [0x1c3990]
 > /usr/local/bin/resizer(github.com/diskfs/partitionresizer.resize+0xb1) [0x1c31d1]
 > /usr/local/bin/resizer(github.com/diskfs/partitionresizer.Run+0x6c5) [0x1c7ca5]
 > /usr/local/bin/resizer(main.init.func1.1+0x406) [0x1eb026]
 > /usr/local/bin/resizer(github.com/spf13/cobra.(*Command).execute+0xafb) [0x1de7bb]
 > /usr/local/bin/resizer(github.com/spf13/cobra.(*Command).ExecuteC+0x465) [0x1defc5]
 > /usr/local/bin/resizer(main.main+0x1f) [0x1eb7bf]
 > /usr/local/bin/resizer(runtime.main+0x2d5) [0x4d5d5]
 > /usr/local/bin/resizer(runtime.goexit.abi0+0x1) [0x87b41]
101 pwrite64(8</home/user/disk.img>, ""..., 512, 512) = 512
 > /usr/local/bin/resizer(internal/runtime/syscall/linux.Syscall6+0xe) [0x970e]
 > /usr/local/bin/resizer(syscall.Syscall6+0x6a) [0xb390a]
 > /usr/local/bin/resizer(syscall.pwrite+0x45) [0xb2f85]
 > /usr/local/bin/resizer(internal/poll.(*FD).Pwrite+0x1bf) [0xcc17f]
 > /usr/local/bin/resizer(os.(*File).WriteAt+0x175) [0xd18d5]
 > /usr/local/bin/resizer(github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write.func1+0x63) [0x107883]
 > /usr/local/bin/resizer(github.com/diskfs/go-diskfs/partition/gpt.(*Table).Write+0x46e) [0x10778e]
 > /usr/local/bin/resizer(github.com/diskfs/go-diskfs/disk.(*Disk).Partition+0x56) [0x1b5f16]
 > /usr/local/bin/resizer(github.com/diskfs/partitionresizer.updatePartitions+0x730) [0x1c3990]
 > /usr/local/bin/resizer(github.com/diskfs/partitionresizer.resize+0xb1) [0x1c31d1]
 > /usr/local/bin/resizer(github.com/diskfs/partitionresizer.Run+0x6c5) [0x1c7ca5]
 > /usr/local/bin/resizer(main.init.func1.1+0x406) [0x1eb026]
 > /usr/local/bin/resizer(github.com/spf13/cobra.(*Command).execute+0xafb) [0x1de7bb]
 > /usr/local/bin/resizer(github.com/spf13/cobra.(*Command).ExecuteC+0x465) [0x1defc5]
 > /usr/local/bin/resizer(main.main+0x1f) [0x1eb7bf]
 > /usr/local/bin/resizer(runtime.main+0x2d5) [0x4d5d5]
 > /usr/local/bin/resizer(runtime.goexit.abi0+0x1) [0x87b41]
`;

/** A script for sh: a pipe, what the shell writes itself, a subshell, programs. */
export const scriptLog = `17995 execve("/usr/bin/sh", ["sh", "sc.sh", "disk.img"], 0x7ffe70bbb660 /* 35 vars */) = 0
17995 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f31cc02da10) = 17996
17995 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD <unfinished ...>
17996 write(1<pipe:[6254000]>, "hello", 5) = 5
17995 <... clone resumed>, child_tidptr=0x7f31cc02da10) = 17997
17997 execve("/usr/bin/dd", ["dd", "of=disk.img", "bs=1", "seek=10", "conv=notrunc", "status=none"], 0x555729c5bb78 /* 35 vars */) = 0
17997 write(1</home/user/disk.img>, "h", 1) = 1
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__write+0x10) [0xf8350]
 > /usr/bin/dd() [0x5b7c]
 > /usr/bin/dd() [0x3438]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /usr/bin/dd() [0x4451]
17997 write(1</home/user/disk.img>, "e", 1) = 1
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__write+0x10) [0xf8350]
 > /usr/bin/dd() [0x5b7c]
 > /usr/bin/dd() [0x3438]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /usr/bin/dd() [0x4451]
17995 write(1</home/user/disk.img>, "built in", 8) = 8
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__write+0x10) [0xf8350]
 > /usr/bin/dash() [0x13652]
 > /usr/bin/dash() [0x6d4c]
 > /usr/bin/dash() [0x7453]
 > /usr/bin/dash() [0x620f]
 > /usr/bin/dash() [0xdbc5]
 > /usr/bin/dash() [0x470f]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /usr/bin/dash() [0x4781]
17995 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f31cc02da10) = 17998
17998 write(1</home/user/disk.img>, "subshell", 8) = 8
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__write+0x10) [0xf8350]
 > /usr/bin/dash() [0x13652]
 > /usr/bin/dash() [0x6d4c]
 > /usr/bin/dash() [0x7453]
 > /usr/bin/dash() [0x620f]
 > /usr/bin/dash() [0x6b3a]
 > /usr/bin/dash() [0x620f]
 > /usr/bin/dash() [0xdbc5]
 > /usr/bin/dash() [0x470f]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /usr/bin/dash() [0x4781]
17995 vfork( <unfinished ...>
17999 execve("/usr/bin/truncate", ["truncate", "-s", "4M", "disk.img"], 0x555729c5db28 /* 35 vars */ <unfinished ...>
17995 <... vfork resumed>)              = 17999
17999 <... execve resumed>)             = 0
17999 ftruncate(3</home/user/disk.img>, 4194304) = 0
 > /usr/lib/x86_64-linux-gnu/libc.so.6(ftruncate+0x7) [0x100057]
 > /usr/bin/truncate() [0x28fc]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /usr/bin/truncate() [0x2d41]
17995 vfork( <unfinished ...>
18000 execve("/usr/bin/fallocate", ["fallocate", "-z", "-o", "4096", "-l", "4096", "disk.img"], 0x555729c5db70 /* 35 vars */ <unfinished ...>
17995 <... vfork resumed>)              = 18000
18000 <... execve resumed>)             = 0
18000 fallocate(3</home/user/disk.img>, FALLOC_FL_ZERO_RANGE, 4096, 4096) = 0
 > /usr/lib/x86_64-linux-gnu/libc.so.6(fallocate+0x13) [0xfcdc3]
 > /usr/bin/fallocate() [0x2b34]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_init_first+0x8a) [0x2724a]
 > /usr/lib/x86_64-linux-gnu/libc.so.6(__libc_start_main+0x85) [0x27305]
 > /usr/bin/fallocate() [0x3051]
`;
