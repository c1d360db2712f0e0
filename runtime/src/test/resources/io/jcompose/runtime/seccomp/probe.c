/* Loads the filter in the file argv[1], makes calls, and prints for each its name and errno (0: it was not refused). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sock_filter code[4096];

static void probe(const char *name, long number, long a, long b, long c, long d)
{
	errno = 0;
	long result = syscall(number, a, b, c, d, 0, 0);
	printf("%s %d\n", name, result < 0 ? errno : 0);
}

/* A child that ends at once; with namespaces it would have to be allowed first. */
static void probe_clone(const char *name, long flags)
{
	errno = 0;
	long pid = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid(pid, 0, 0);
	printf("%s %d\n", name, pid < 0 ? errno : 0);
}

/* A kernel without the 32-bit ABI answers int 0x80 with this signal: the probes of it are the last. */
static void no_such_abi(int signal)
{
	(void)signal;
	_exit(0);
}

int main(int argc, char **argv)
{
	int fd = open(argv[argc - 1], O_RDONLY);
	long size = read(fd, code, sizeof code);
	struct sock_fprog program = {(unsigned short)(size / sizeof code[0]), code};
	setbuf(stdout, 0);
	if (fd < 0 || size <= 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0) {
		perror("seccomp");
		return 1;
	}
	probe("getpid", SYS_getpid, 0, 0, 0, 0);
	probe("keyctl", SYS_keyctl, 0, 0, 0, 0);
	probe("add_key", SYS_add_key, 0, 0, 0, 0);
	probe("mount", SYS_mount, 0, 0, 0, 0);
	probe("umount2", SYS_umount2, 0, 0, 0, 0);
	probe("unshare-user", SYS_unshare, CLONE_NEWUSER, 0, 0, 0);
	probe("setns", SYS_setns, -1, 0, 0, 0);
	probe("bpf", SYS_bpf, -1, 0, 0, 0);
	probe("init_module", SYS_init_module, 0, 0, 0, 0);
	probe("kexec_load", SYS_kexec_load, 0, 0, 0, 0);
	probe("io_uring_setup", SYS_io_uring_setup, 0, 0, 0, 0);
	probe("clone3", SYS_clone3, 0, 0, 0, 0);
	probe("ptrace", SYS_ptrace, -1, 1 << 30, 0, 0);
	probe("personality-0", SYS_personality, 0, 0, 0, 0);
	probe("personality-query", SYS_personality, 0xffffffff, 0, 0, 0);
	probe("personality-no-randomize", SYS_personality, 0x0040000, 0, 0, 0);
	probe("socket-inet", SYS_socket, 2, 1, 0, 0);
	probe("socket-alg", SYS_socket, 38, 5, 0, 0);
	probe("socket-vsock", SYS_socket, 40, 1, 0, 0);
	probe("future-call", 600, 0, 0, 0, 0);
	probe("x32-getpid", 0x40000000 | 39, 0, 0, 0, 0);
	probe_clone("clone-plain", 0);
	probe_clone("clone-newuser", CLONE_NEWUSER);
	probe_clone("clone-newpid", CLONE_NEWPID);
#if defined(__x86_64__)
	/* The 32-bit ABI has numbers of its own: 20 is getpid, 21 is mount. */
	long result;
	signal(SIGSEGV, no_such_abi);
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20), "b"(0), "c"(0), "d"(0) : "r8", "r9", "r10", "r11", "memory");
	printf("i386-getpid %d\n", result < 0 ? (int)-result : 0);
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(21), "b"(0), "c"(0), "d"(0) : "r8", "r9", "r10", "r11", "memory");
	printf("i386-mount %d\n", result < 0 ? (int)-result : 0);
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(600), "b"(0), "c"(0), "d"(0) : "r8", "r9", "r10", "r11", "memory");
	printf("i386-future-call %d\n", result < 0 ? (int)-result : 0);
#endif
	return 0;
}
