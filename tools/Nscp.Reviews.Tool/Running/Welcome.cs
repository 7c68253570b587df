namespace Nscp.Reviews.Tool.Running;

static class Welcome
{
    public static void Say(Workplace place, Database database, double seconds)
    {
        var at = place.Address.GetLeftPart(UriPartial.Authority);
        Console.WriteLine(
            $"""

             Ready in {seconds:0.0} s: {at}
               The API      {at}/docs
               Data folder  {place.DataFolder}
               Database     {database.Told}
               Host's log   {HostProcess.LogFile(place)}

             In another terminal, in {Environment.CurrentDirectory}:
               {Curl(at, "/api/v1/reports/key-facts?year=2019-20")}
               {Curl(at, "/api/v1/cases/RN19/history")}
               {Curl(at, "/api/v1/deadlines?within=20")}

             Ctrl-C stops the host and the database; the data stays.
             """);
    }

    static string Curl(string at, string route) =>
        $"curl -s -H \"Authorization: Bearer $({Environmental()}./build.sh token development-manager)\" \"{at}{route}\"";

    /// <summary>Another data folder has another signing key, and the other terminal does not know of it.</summary>
    static string Environmental() =>
        Environment.GetEnvironmentVariable("Reviews__DataFolder") is { Length: > 0 } folder
            ? $"Reviews__DataFolder='{Path.GetFullPath(folder)}' "
            : "";
}
