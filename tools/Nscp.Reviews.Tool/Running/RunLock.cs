using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Tool.Running;

static class RunLock
{
    public static IDisposable Take(Workplace place) => FileLock.TryExclusive(place.InDataFolder("run.lock"))
        ?? throw new ToolException(
            $"""
             ./build.sh run is already at work over {place.DataFolder}.
             For another one beside it: Reviews__DataFolder=/another/folder ASPNETCORE_URLS=http://localhost:{place.Address.Port + 1} ./build.sh run
             """);
}
