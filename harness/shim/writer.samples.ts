/** One thing that a sample writer does to a file. */
export type WriterStep =
  | {
      readonly kind: "write" | "map";
      readonly at: number;
      readonly text: string;
      readonly count: number;
    }
  | { readonly kind: "punch" | "zero" | "grow"; readonly at: number; readonly length: number }
  | { readonly kind: "size"; readonly size: number }
  | { readonly kind: "sync" | "reopen" | "hang" };

/** mmap, munmap, read and fallocate, from asm/unistd_64.h and asm-generic/unistd.h. */
const callNumbers = process.arch === "arm64" ? [222, 215, 63, 47] : [9, 11, 0, 285];

/**
 * Perl is on each Debian system, and can do any system call. A read into mapped memory writes it.
 */
const script = `
use strict; use warnings; use Fcntl;
my ($path, $mmap, $munmap, $read, $fallocate, @steps) = @ARGV;
my $file;
sub reopen { close $file if $file; sysopen($file, $path, O_RDWR) or die "open: $!"; }
sub writeAt { sysseek($file, $_[0], 0); syswrite($file, $_[1]) == length $_[1] or die "write: $!"; }
sub mapped {
  my ($at, $data) = @_;
  my $start = $at - $at % 4096;
  my $length = $at - $start + length $data;
  my $address = syscall($mmap, 0, $length, 3, 1, fileno $file, $start);
  die "mmap: $!" if $address == -1;
  pipe(my $out, my $in) or die;
  for (my $done = 0; $done < length $data;) {
    my $count = syswrite($in, substr($data, $done, 4096));
    my $to = $address + $at - $start + $done;
    syscall($read, fileno $out, $to, $count) == $count or die "read: $!";
    $done += $count;
  }
  syscall($munmap, $address, $length) == 0 or die "munmap: $!";
}
reopen();
for (@steps) {
  my ($kind, $at, $count, $text) = split / /, $_, 4;
  if ($kind eq "write") { writeAt($at, $text x $count); }
  elsif ($kind eq "map") { mapped($at, $text x $count); }
  elsif ($kind eq "size") { truncate($file, $at) or die "truncate: $!"; }
  elsif ($kind eq "reopen") { reopen(); }
  elsif ($kind eq "sync") { $file->sync or die "sync: $!"; }
  elsif ($kind eq "hang") { $| = 1; print "hangs\\n"; sleep 60; }
  else {
    my $mode = { grow => 0, punch => 3, zero => 16 }->{$kind};
    syscall($fallocate, fileno $file, $mode, $at + 0, $count + 0) == 0 or die "fallocate: $!";
  }
}
`;

/**
 * The command line of a program that does these steps, one after the other, to the file. A step
 * that maps must stay inside of the file.
 */
export function writerCommand(path: string, steps: readonly WriterStep[]): [string, ...string[]] {
  const words = steps.map((step) => {
    switch (step.kind) {
      case "write":
      case "map":
        return `${step.kind} ${step.at} ${step.count} ${step.text}`;
      case "size":
        return `size ${step.size}`;
      case "punch":
      case "zero":
      case "grow":
        return `${step.kind} ${step.at} ${step.length}`;
      case "sync":
      case "reopen":
      case "hang":
        return step.kind;
    }
  });
  return ["perl", "-MIO::Handle", "-e", script, path, ...callNumbers.map(String), ...words];
}
