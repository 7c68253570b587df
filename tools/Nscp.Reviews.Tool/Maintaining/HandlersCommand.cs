using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Has the host write the code that handles its messages, for <c>./build.sh generate</c> and for the build, which compares. No database is asked.</summary>
static class HandlersCommand
{
    const string Nobody = "Host=127.0.0.1;Port=1;Username=nobody";

    public static async Task<int> RunAsync(Workplace place, string folder, CancellationToken cancellation)
    {
        var said = new List<string>();
        // The host that is started inherits it.
        Environment.SetEnvironmentVariable("Reviews__GeneratedCode", Path.GetFullPath(folder));
        await using var nowhere = Database.Given(Nobody, owner: null, log: Nobody);
        var code = await HostCommand.HearAsync(place, nowhere, ["codegen", "write"], said.Add, cancellation);
        return code == 0 ? 0 : throw new ToolException($"The handlers' code could not be written:\n{string.Join('\n', said)}");
    }
}
