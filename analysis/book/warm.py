"""Kernels forked from one warm process, which has imported what pages import and has read the published results.

Starting is what a page's run costs most; a fork starts in a tenth of it. Where forking is not safe (macOS) or not to be
had (Windows) kernels start as usual. No drawing runs before a fork: the threads of its engine would be missing after it.
"""

import multiprocessing
import os
import sys
from multiprocessing.connection import wait

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

WARM = "analysis.book.warmed"  # what the process imports before its first fork


def manager():
    """The kernel manager to run pages with, as an argument of papermill; none where kernels start as usual."""
    return {"kernel_manager_class": WarmManager} if sys.platform == "linux" else {}


class WarmManager(AsyncKernelManager):
    """A kernel manager whose kernels are forks."""

    async def _async_pre_start_kernel(self, **kwargs):
        self.provisioner = Fork(kernel_id="", kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**kwargs)


class Fork(LocalProvisioner):
    """Starts a kernel by a fork and holds its process."""

    async def launch_kernel(self, cmd, **kwargs):
        """Fork; returns how to reach the kernel. cmd: the command that would start it, of which the arguments count."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([WARM])
        arguments = cmd[cmd.index("-f") :]
        forked = context.Process(target=serve, args=(arguments, os.getcwd(), dict(kwargs["env"])), daemon=True)
        forked.start()
        self.process = Held(forked)
        return self.connection_info


class Held:
    """A forked process in the form of `subprocess.Popen` that a provisioner holds."""

    stdin = stdout = stderr = None

    def __init__(self, forked):
        self.forked, self.pid = forked, forked.pid
        self.kill, self.terminate = forked.kill, forked.terminate

    def poll(self):
        """Exit status, or None while it runs."""
        wait([self.forked.sentinel], 0)
        return self.forked.exitcode

    def wait(self):
        """Exit status, once it has ended."""
        self.forked.join()
        return self.forked.exitcode

    def send_signal(self, signal):
        """Send it a signal."""
        os.kill(self.pid, signal)


def serve(arguments, folder, environment):
    """Be a kernel, in the forked process."""
    from ipykernel.kernelapp import IPKernelApp

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    IPKernelApp.launch_instance(arguments)
