using System.Text.Json;

namespace Nscp.Reviews.Api.Milestones;

/// <summary>
/// Goes the way of a first command before the host answers requests, so that nobody waits while the runtime and the libraries make what they need. Nothing is
/// stored: the save asks for what cannot be so, and the database refuses it.
/// </summary>
static class Rehearsal
{
    static readonly OrganisationCode Partnership = OrganisationCode.Parse("NSCP");

    internal static async Task PlayAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        try
        {
            var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = app.Lifetime.ApplicationStopping };
            var command = Command();
            if (await scope.ServiceProvider.GetRequiredService<RecordMilestone>().RehearseAsync(command, http.RequestAborted) is Result.Done done) await Receipt.WriteAsync(http, command, done);
        }
        catch (Exception fault) when (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Requests say what is wrong, and readiness does. Its type only: a message may quote a row.
            app.Logger.LogWarning("Nothing could be made ready for the first command, which will be slow: {Fault}", fault.GetType().FullName);
        }
    }

    static Attempted Command()
    {
        var body = JsonSerializer.Deserialize<JsonElement>(Examples.Of("/cases").First());
        var (request, misunderstood) = Understanding.Of(body, Opening.Incident.Command, CaseKindField.Name);
        var caller = new Caller("rehearsal", "Rehearsal", "development-manager", "Development Manager", Partnership, Partnership);
        var key = new RequestKey(new CommandKey(caller.Id, "rehearsal", Guid.NewGuid().ToString()), "");
        return new(caller, Opening.Incident, CaseReference.Parse("RE-0"), new Target("", 0), request, misunderstood, new Expectation.Missing(), key, caller.Id);
    }
}
