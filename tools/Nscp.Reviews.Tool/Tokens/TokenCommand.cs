using NodaTime;

namespace Nscp.Reviews.Tool.Tokens;

/// <summary>Prints a bearer token, and nothing else, so that it can be used inside a curl line.</summary>
static class TokenCommand
{
    static readonly string Usage =
        $"""
         ./build.sh token <role> [--name N] [--organisation CODE] [--partnership CODE]
         The roles are: {string.Join(", ", Person.RoleNames)}.
         """;

    public static int Run(Workplace place, IClock clock, string[] arguments)
    {
        var options = Options.Read(arguments, Usage, "name", "organisation", "partnership");
        if (options.Words is not [var role])
            throw new UsageException(Usage);
        var person = Person.Of(role, options["name"], options["organisation"], options["partnership"]);
        Console.WriteLine(DevelopmentToken.For(person, place.Key(), clock.GetCurrentInstant()));
        return 0;
    }
}
