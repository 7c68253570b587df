using Nscp.Reviews.Api.Storage;

namespace Nscp.Reviews.Api.Tests;

/// <summary>With real cases behind it, the host works as roles that can do no more than they should, or not at all.</summary>
public class StartingOutsideDevelopment(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Goes_on_with_the_roles_that_the_migrations_grant_to()
    {
        await using var host = Build(app.ApplicationConnectionString, app.LogConnectionString);
        await host.PrepareDatabaseAsync();
    }

    [Fact]
    public async Task Is_refused_as_a_superuser()
    {
        await using var host = Build(app.SuperuserConnectionString, app.LogConnectionString);
        (await Should.ThrowAsync<InvalidOperationException>(host.PrepareDatabaseAsync)).Message.ShouldStartWith("The application's database role is not as it must be: it is a superuser");
    }

    [Fact]
    public async Task Is_refused_with_a_log_reader_that_can_write_the_log()
    {
        await using var host = Build(app.ApplicationConnectionString, app.SuperuserConnectionString);
        (await Should.ThrowAsync<InvalidOperationException>(host.PrepareDatabaseAsync)).Message.ShouldStartWith("The log database role is not as it must be: it is a superuser");
    }

    static Microsoft.AspNetCore.Builder.WebApplication Build(string application, string log) => ReviewsHost.Build(
    [
        "--environment=Production", "--urls=http://127.0.0.1:0", "--Authentication:Authority=https://issuer.example",
        $"--ConnectionStrings:Reviews={application}", $"--ConnectionStrings:ReviewsLog={log}", "--Logging:LogLevel:Default=Critical",
    ]);
}
