using System.Net.Sockets;
using NodaTime;

namespace Nscp.Reviews.Tool.Running;

static class Readiness
{
    static readonly Duration Patience = Duration.FromSeconds(90);

    public static void RefuseTakenPort(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(address.Host, address.Port);
        }
        catch (SocketException)
        {
            return;
        }
        throw new ToolException(
            $"Port {address.Port} is already in use by another program. End it, or choose another address: ASPNETCORE_URLS=http://localhost:{address.Port + 1} ./build.sh run");
    }

    /// <summary>Returns when /health/ready answers with success.</summary>
    public static async Task WaitAsync(HttpClient client, HostProcess host, string log, IClock clock, CancellationToken cancellation)
    {
        var begun = clock.GetCurrentInstant();
        var said = "no answer";
        while (clock.GetCurrentInstant() - begun < Patience)
        {
            if (host.HasEnded)
                throw new ToolException($"The host ended while it was starting. Its last words, from {log}:\n{LastLines(log)}");
            try
            {
                using var answer = await client.GetAsync("/health/ready", cancellation);
                if (answer.IsSuccessStatusCode)
                    return;
                said = $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}";
            }
            catch (HttpRequestException notYet)
            {
                said = notYet.Message;
            }
            await Task.Delay(25, cancellation);
        }
        throw new ToolException($"The host has not become ready for {Patience.TotalSeconds:0} seconds ({said}). Its last words, from {log}:\n{LastLines(log)}");
    }

    public static string LastLines(string log) =>
        File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(20)) : "(none)";
}
