global using System.Globalization;
global using JasperFx.Events.Projections;
global using Marten;
global using Microsoft.Extensions.DependencyInjection;
global using Npgsql;
global using Nscp.Reviews.Api.Followers;
global using Nscp.Reviews.Api.Storage;
global using Nscp.Reviews.Followers.Tests.Hosts;
